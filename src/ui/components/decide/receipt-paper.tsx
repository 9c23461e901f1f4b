import { textsIn } from '../../../texts/texts-in.ts'
import type { Language } from '../../../contract/identity.ts'
import type { Session } from '../../../contract/session.ts'
import { useSession, useUiState } from '../../core/context.tsx'
import { sayTime } from '../../core/format.ts'

/** Steps that verify something, where they were made at all: a receipt names nothing that was not checked. */
const verifying = ['document', 'chip', 'comparison', 'inspection', 'person'] as const
const wasMade = (steps: Session['steps']) =>
  verifying.filter((one) => steps.some(({ step, state }) => step === one && (state === 'passed' || state === 'failed')))

/** What the citizen takes home, in their language: when, where, what was checked, and how to say "it was not me". */
export function ReceiptPaper({ language }: { language: Language }) {
  const t = textsIn(language)
  const { application, sealed, document, provisional, steps } = useSession()
  const branch = useUiState((state) => state.status!.branchName)
  if (!sealed) return null
  const checked = wasMade(steps).map((step) => t(`receipt:did.${step}`))
  const rows: [key: 'date' | 'place' | 'reference' | 'document' | 'outcome', value: string][] = [
    ['date', sayTime(sealed.sealedAt, language)],
    ['place', branch],
    ['reference', application?.reference ?? '—'],
    ['document', document.type ? t(`words:documentType.${document.type}`) : '—'],
    ['outcome', t(`words:outcome.${sealed.outcome}`)],
  ]
  return (
    <article className="paper" lang={language} aria-label={t('receipt:paperTitle')}>
      <h2>{t('receipt:paperTitle')}</h2>
      <dl>
        {rows.map(([key, value]) => (
          <div key={key}>
            <dt>{t(`receipt:paper.${key}`)}</dt>
            <dd className={key === 'reference' ? 'mono' : ''}>{value}</dd>
          </div>
        ))}
      </dl>
      {checked.length > 0 && <p>{t('receipt:checked', { list: checked.join(', ') })}</p>}
      {provisional && <p>{t('receipt:provisional')}</p>}
      <p>{t('receipt:after')}</p>
      <p>
        <strong>{t('receipt:notMe')}</strong>
      </p>
    </article>
  )
}

import { useTexts } from '../../core/use-texts.ts'
import { sayKnown } from '../../../texts/texts-in.ts'
import type { ChipCheck, Verdict } from '../../../contract/check.ts'
import { Folded } from '../../../design/components/folded.tsx'
import { Mark, type Tone } from '../../../design/components/mark.tsx'

const tones: Record<Verdict, Tone> = { passed: 'good', failed: 'bad', not_possible: 'attention' }

/** Each check in a clerk's words, its verdict and why; the technical term and detail one press away. */
export function ChipChecks({ checks }: { checks: ChipCheck[] }) {
  const { t } = useTexts()
  return (
    <div className="stack">
      <dl className="rows checks">
        {checks.map(({ name, verdict, reason }) => (
          <div key={name}>
            <dt className="check-name">{t(`chip:check.${name}`)}</dt>
            <dd className="mark-cell">
              <Mark tone={tones[verdict]}>{t(`words:verdict.${verdict}`)}</Mark>
            </dd>
            {reason && <dd className="why">{sayKnown(t, `chip-reasons:${reason}`, reason)}</dd>}
          </div>
        ))}
      </dl>
      <Folded title={t('chip:technical')}>
        <dl className="technical">
          {checks.map(({ name, verdict, reason, detail }) => (
            <div key={name}>
              <dt>{t(`chip:term.${name}`)}</dt>
              <dd className="mono">{[verdict, reason, detail].filter(Boolean).join(' · ')}</dd>
            </div>
          ))}
        </dl>
      </Folded>
    </div>
  )
}

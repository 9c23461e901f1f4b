import { ActionButton } from '../../design/components/buttons.tsx'
import { SheetDialog } from '../../design/components/dialog.tsx'
import { Mark } from '../../design/components/mark.tsx'
import type { TrustItem, TrustReview } from '../../contract/trust.ts'
import { useTexts } from '../core/use-texts.ts'
import { Fingerprint } from './trust-coverage.tsx'

interface Props {
  review: TrustReview
  pending: boolean
  onAccept(confirmed: string[]): void
  onClose(): void
}

const mostShown = 50
const tones = {
  known: 'good',
  official: 'good',
  vouched: 'good',
  unconfirmed: 'attention',
  imitation: 'bad',
  nobody: 'bad',
} as const

/** What a file would add, before it is taken: fingerprints that nobody vouches for are compared and confirmed. */
export function TrustReviewDialog({ review, pending, onAccept, onClose }: Props) {
  const { t } = useTexts()
  const { items, confirm } = review
  // What somebody has to look at comes first.
  const order = (item: TrustItem) => (tones[item.standing] === 'good' ? 1 : 0)
  const shown = [...items].sort((a, b) => order(a) - order(b)).slice(0, mostShown)
  return (
    <SheetDialog title={t('trust:review.title')} onClose={onClose} shape="dialog broad">
      <p>{t('trust:review.lead')}</p>
      <ul className="cards">
        {shown.map((item, index) => (
          <li key={index} className="card">
            <strong>{item.subject}</strong>
            <span className="soft small">
              {t(`trust:kind.${item.kind}`)}
              {item.kind === 'master_list' && ` · ${t('trust:certificates', { count: item.count })}`}
            </span>
            {item.fingerprint && <Fingerprint hex={item.fingerprint} />}
            <Mark tone={tones[item.standing]}>
              {t(`trust:standing.${item.standing}`, {
                source: item.official ? t(`trust:publisher.${item.official.source}`) : '',
              })}
            </Mark>
          </li>
        ))}
      </ul>
      <div className="row">
        {confirm !== null && (
          <ActionButton pending={pending} onPress={() => onAccept(confirm)}>
            {t(confirm.length > 0 ? 'trust:review.confirm' : 'trust:review.accept')}
          </ActionButton>
        )}
        <ActionButton kind="quiet" onPress={onClose}>
          {t('trust:review.cancel')}
        </ActionButton>
      </div>
    </SheetDialog>
  )
}

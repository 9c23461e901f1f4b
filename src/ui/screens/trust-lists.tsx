import { ActionButton } from '../../design/components/buttons.tsx'
import type { TrustOverview } from '../../contract/trust.ts'
import { useTexts } from '../core/use-texts.ts'
import { sayDay } from '../../texts/say-time.ts'

interface Props {
  lists: TrustOverview['lists']
  pending: boolean
  onRemove(sha256: string): void
}

/** Every list with its signer, its age, and who imported it; a manager's import can be removed. */
export function TrustLists({ lists, pending, onRemove }: Props) {
  const { t, language } = useTexts()
  return (
    <ul className="cards">
      {lists.map((list, index) => (
        <li key={`${list.source}.${index}`} className="card">
          <strong>{list.source}</strong>
          <span>{t('trust:certificates', { count: list.certificates })}</span>
          <span className="soft small">
            {list.signer ? t('trust:signer', { signer: list.signer }) : t('trust:unsigned')}
            {list.ageDays !== null && ` · ${t('trust:age', { count: list.ageDays })}`}
          </span>
          <span className="soft small">
            {t(`trust:origin.${list.origin}`, {
              by: list.addedBy ?? '',
              day: list.addedAt === null ? '' : sayDay(list.addedAt.slice(0, 10), language, 'short'),
            })}
          </span>
          {list.removable !== null && (
            <ActionButton kind="quiet" pending={pending} onPress={() => onRemove(list.removable!)}>
              {t('trust:remove')}
            </ActionButton>
          )}
        </li>
      ))}
    </ul>
  )
}

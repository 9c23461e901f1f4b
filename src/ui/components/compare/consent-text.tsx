import { textsIn } from '../../../texts/texts-in.ts'
import { consentTextVersions } from '../../../contract/consent-texts.ts'
import type { Language } from '../../../contract/identity.ts'
import { useUiState } from '../../core/context.tsx'
import { Icon, type IconName } from '../../../design/components/icon.tsx'

/** Recorded with the consent. */
export const consentVersion = consentTextVersions.at(-1)!

export const consentPoints: { key: 'read' | 'chip' | 'face' | 'kept' | 'free'; icon: IconName }[] = [
  { key: 'read', icon: 'card' },
  { key: 'chip', icon: 'reader' },
  { key: 'face', icon: 'face' },
  { key: 'kept', icon: 'shield' },
  { key: 'free', icon: 'info' },
]

/** What the citizen agrees to, in their language: what is read, why, what is kept, and that they may refuse. */
export function ConsentText({ language }: { language: Language }) {
  const t = textsIn(language)
  const days = useUiState(({ policy }) => policy?.retentionDays)
  return (
    <div className="stack">
      <h2>{t('consent:title')}</h2>
      <ul className="consent">
        {consentPoints.map(({ key, icon }) => (
          <li key={key}>
            <Icon name={icon} size={26} />
            <p>{t(`consent:${key}`, { days })}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}

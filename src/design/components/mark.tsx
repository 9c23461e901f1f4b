import { Icon, type IconName } from './icon.tsx'

export type Tone = 'good' | 'bad' | 'attention' | 'open'
export const toneIcons: Record<Tone, IconName> = { good: 'check', bad: 'cross', attention: 'warning', open: 'open' }

/** A verdict in word and icon; colour only repeats it. */
export function Mark({ tone, children }: { tone: Tone; children: string }) {
  return (
    <span className={`mark ${tone}`}>
      <Icon name={toneIcons[tone]} size={18} />
      {children}
    </span>
  )
}

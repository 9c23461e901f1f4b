import type { ReactNode } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import type { Intent } from '../../core/context.tsx'
import { AccessCard } from '../layout/access-card.tsx'
import { NewPinPad, useNewPin } from './new-pin.tsx'

interface NewPinCardProps {
  title: string
  lead: string
  /** What else the person types. */
  children: ReactNode
  /** That is whole. */
  ready: boolean
  intent: Intent
  /** What the button is called once the PIN is typed for the second time. */
  action: string
  other?: { label: string; go(): void } | null
  /** Called with the PIN typed twice alike; both are forgotten afterwards. */
  onPin(pin: string): Promise<unknown>
}

/** Who chooses a PIN of their own: the first manager, somebody with central's code, or with a PIN that somebody else set. */
export function NewPinCard({ title, lead, children, ready, intent, action, other = null, onPin }: NewPinCardProps) {
  const { t } = useTexts()
  const newPin = useNewPin()
  async function go() {
    if (newPin.askAgain()) return intent.clear()
    await onPin(newPin.pin)
    newPin.again()
  }
  return (
    <AccessCard
      title={title}
      lead={lead}
      failure={intent.failure}
      pad={<NewPinPad newPin={newPin} />}
      action={{
        label: newPin.isRepeating ? action : t('access:goOn'),
        ready: ready && newPin.ready,
        pending: intent.pending,
      }}
      other={other}
      onSubmit={() => void go()}
    >
      {children}
    </AccessCard>
  )
}

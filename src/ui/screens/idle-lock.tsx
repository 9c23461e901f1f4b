import { useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import type { OperatorView } from '../../contract/operator.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { AccessCard } from '../components/layout/access-card.tsx'
import { PinPad } from '../components/people/pin-pad.tsx'
import { useIntent } from '../core/context.tsx'

/** The screen after a while without a touch: nothing personal is on it, and the case waits behind it. */
export function IdleLock({ operator }: { operator: OperatorView }) {
  const { t } = useTexts()
  const { run, pending, failure } = useIntent()
  const [pin, setPin] = useState('')

  async function go() {
    await run('operator.unlock', { pin })
    setPin('')
  }

  return (
    <AccessCard
      title={t('access:lockedTitle')}
      lead={t('access:lockedLead')}
      icon="lock"
      failure={failure}
      pad={<PinPad label={t('access:pin')} value={pin} onChange={setPin} />}
      action={{ label: t('access:unlock'), ready: pin !== '', pending }}
      onSubmit={() => void go()}
    >
      <p>
        <strong>{operator.displayName}</strong>
      </p>
      <div>
        <ActionButton icon="leave" onPress={() => void run('operator.logout', {})}>
          {t('access:otherPerson')}
        </ActionButton>
      </div>
    </AccessCard>
  )
}

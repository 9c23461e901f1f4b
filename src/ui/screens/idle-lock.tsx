import { useState, type FormEvent } from 'react'
import { useTexts } from '../core/use-texts.ts'
import type { OperatorView } from '../../contract/operator.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { Icon } from '../../design/components/icon.tsx'
import { PinPad } from '../components/people/pin-pad.tsx'
import { PlainPage } from '../components/layout/plain-page.tsx'
import { useIntent } from '../core/context.tsx'
import { SubmitButton } from './first-start.tsx'

/** The screen after a while without a touch: nothing personal is on it, and the case waits behind it. */
export function IdleLock({ operator }: { operator: OperatorView }) {
  const { t } = useTexts()
  const { run, pending, code, waitUntil } = useIntent()
  const [pin, setPin] = useState('')

  async function go(event: FormEvent) {
    event.preventDefault()
    if (pin === '' || pending) return
    await run('operator.unlock', { pin })
    setPin('')
  }

  return (
    <PlainPage>
      <form className="access-card" onSubmit={(event) => void go(event)}>
        <div className="who">
          <Icon name="lock" size={44} />
          <div className="stack tight">
            <h1>{t('access:lockedTitle')}</h1>
            <p className="soft">{t('access:lockedLead')}</p>
          </div>
          <p>
            <strong>{operator.displayName}</strong>
          </p>
          <FailureLine code={code} waitUntil={waitUntil} />
          <div>
            <ActionButton icon="leave" onPress={() => void run('operator.logout', {})}>
              {t('access:otherPerson')}
            </ActionButton>
          </div>
        </div>
        <div className="stack">
          <PinPad label={t('access:pin')} value={pin} onChange={setPin} />
          <SubmitButton ready={pin !== ''} pending={pending} label={t('access:unlock')} />
        </div>
      </form>
    </PlainPage>
  )
}

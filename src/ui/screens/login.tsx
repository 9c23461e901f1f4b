import { useState, type FormEvent } from 'react'
import { useTexts } from '../core/use-texts.ts'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { PinPad } from '../components/people/pin-pad.tsx'
import { PlainPage } from '../components/layout/plain-page.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { ActionButton } from '../../design/components/buttons.tsx'
import { useIntent, useUiState } from '../core/context.tsx'
import { SubmitButton } from './first-start.tsx'

/** Identifier and PIN. The station answers the same to an unknown person and a wrong PIN. */
export function Login({ onEnrol }: { onEnrol(): void }) {
  const { t } = useTexts()
  const { run, pending, code, waitUntil } = useIntent()
  const training = useUiState((state) => state.status?.training ?? false)
  const [operatorId, setOperatorId] = useState('')
  const [pin, setPin] = useState('')
  const ready = operatorId.trim() !== '' && pin.length > 0

  async function go(event: FormEvent) {
    event.preventDefault()
    if (!ready || pending) return
    await run('operator.login', { operatorId: operatorId.trim(), pin })
    setPin('')
  }

  return (
    <PlainPage>
      <form className="access-card" onSubmit={(event) => void go(event)}>
        <div className="who">
          <div className="stack tight">
            <h1>{t('access:loginTitle')}</h1>
            <p className="soft">{t('access:loginLead')}</p>
          </div>
          <TextEntry
            label={t('access:operatorId')}
            hint={t('access:operatorIdHint')}
            value={operatorId}
            onChange={setOperatorId}
            maxLength={64}
            autoFocus
          />
          <FailureLine code={code} waitUntil={waitUntil} />
        </div>
        <div className="stack">
          <PinPad label={t('access:pin')} value={pin} onChange={setPin} />
          <SubmitButton ready={ready} pending={pending} label={t('access:login')} />
          {!training && (
            <ActionButton kind="quiet" onPress={onEnrol}>
              {t('access:haveCode')}
            </ActionButton>
          )}
        </div>
      </form>
    </PlainPage>
  )
}

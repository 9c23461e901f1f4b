import { useState, type FormEvent } from 'react'
import { ActionButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { NewPinPad, useNewPin } from '../components/people/new-pin.tsx'
import { PlainPage } from '../components/layout/plain-page.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { useIntent } from '../core/context.tsx'
import { useTexts } from '../core/use-texts.ts'
import { SubmitButton } from './first-start.tsx'

const shortestCode = 8

/** With the code that central gave to them a person makes a PIN of their own: the first time here, or when it is forgotten. */
export function EnrolScreen({ onLogin }: { onLogin: (() => void) | null }) {
  const { t, language } = useTexts()
  const { run, pending, code: failure } = useIntent()
  const [operatorId, setOperatorId] = useState('')
  const [code, setCode] = useState('')
  const newPin = useNewPin()
  const ready = operatorId.trim() !== '' && code.trim().length >= shortestCode && newPin.ready

  async function go(event: FormEvent) {
    event.preventDefault()
    if (!ready || pending) return
    if (newPin.askAgain()) return
    await run('operator.enrol', { operatorId: operatorId.trim(), code: code.trim(), pin: newPin.pin, language })
    newPin.again()
  }

  return (
    <PlainPage>
      <form className="access-card" onSubmit={(event) => void go(event)}>
        <div className="who">
          <div className="stack tight">
            <h1>{t('access:enrolTitle')}</h1>
            <p className="soft">{t('access:enrolLead')}</p>
          </div>
          <TextEntry
            label={t('access:operatorId')}
            hint={t('access:operatorIdHint')}
            value={operatorId}
            onChange={setOperatorId}
            maxLength={32}
            autoFocus
          />
          <TextEntry
            label={t('access:personalCode')}
            hint={t('access:personalCodeHint')}
            value={code}
            onChange={setCode}
            maxLength={64}
            className="mono"
          />
          <FailureLine code={failure} />
        </div>
        <div className="stack">
          <NewPinPad newPin={newPin} />
          <SubmitButton
            ready={ready}
            pending={pending}
            label={t(newPin.isRepeating ? 'access:enrol' : 'access:goOn')}
          />
          {onLogin && (
            <ActionButton kind="quiet" onPress={onLogin}>
              {t('access:toLogin')}
            </ActionButton>
          )}
        </div>
      </form>
    </PlainPage>
  )
}

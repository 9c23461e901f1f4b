import { useState, type FormEvent } from 'react'
import { ActionButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/frame/failure-panel.tsx'
import { PinPad } from '../components/people/pin-pad.tsx'
import { PlainPage } from '../components/frame/plain-page.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { useIntent } from '../core/context.tsx'
import { useTexts } from '../core/use-texts.ts'
import { SubmitButton } from './first-start.tsx'

const shortestPin = 6
const shortestCode = 8

/** With the code that central gave to them a person makes a PIN of their own: the first time here, or when it is forgotten. */
export function EnrolScreen({ onLogin }: { onLogin: (() => void) | null }) {
  const { t, language } = useTexts()
  const { run, pending, code: failure } = useIntent()
  const [operatorId, setOperatorId] = useState('')
  const [code, setCode] = useState('')
  const [pin, setPin] = useState('')
  const [first, setFirst] = useState<string | null>(null)
  const differs = first !== null && pin.length >= first.length && pin !== first
  const ready = operatorId.trim() !== '' && code.trim().length >= shortestCode && pin.length >= shortestPin && !differs

  function again() {
    setFirst(null)
    setPin('')
  }
  async function go(event: FormEvent) {
    event.preventDefault()
    if (!ready || pending) return
    if (first === null) {
      setFirst(pin)
      setPin('')
      return
    }
    await run('operator.enrol', { operatorId: operatorId.trim(), code: code.trim(), pin, language })
    again()
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
          <PinPad label={t(first === null ? 'access:choosePin' : 'access:repeatPin')} value={pin} onChange={setPin} />
          <p className={differs ? 'problem' : 'hint'} role="status">
            {t(differs ? 'access:pinDiffers' : 'access:pinHint')}
          </p>
          {differs && <ActionButton onPress={again}>{t('access:pinAgain')}</ActionButton>}
          <SubmitButton ready={ready} pending={pending} label={t(first === null ? 'access:goOn' : 'access:enrol')} />
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

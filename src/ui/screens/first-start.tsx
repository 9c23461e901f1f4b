import { useState, type FormEvent } from 'react'
import { useTexts } from '../core/use-texts.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/frame/failure-panel.tsx'
import { PinPad } from '../components/people/pin-pad.tsx'
import { PlainPage } from '../components/frame/plain-page.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { useIntent } from '../core/context.tsx'

const shortestPin = 6

/** The first start makes the first manager. */
export function FirstStart() {
  const { t, language } = useTexts()
  const { run, pending, code, clear } = useIntent()
  const [displayName, setDisplayName] = useState('')
  const [operatorId, setOperatorId] = useState('')
  const [pin, setPin] = useState('')
  const [first, setFirst] = useState<string | null>(null)
  const differs = first !== null && pin.length >= first.length && pin !== first
  const ready = displayName.trim() !== '' && operatorId.trim() !== '' && pin.length >= shortestPin && !differs

  function go(event: FormEvent) {
    event.preventDefault()
    if (!ready) return
    if (first === null) {
      setFirst(pin)
      setPin('')
      clear()
      return
    }
    const input = { operatorId: operatorId.trim(), displayName: displayName.trim(), pin, language: language }
    void run('setup.createManager', input).then(() => again())
  }
  function again() {
    setFirst(null)
    setPin('')
  }

  return (
    <PlainPage>
      <form className="access-card" onSubmit={go}>
        <div className="who">
          <div className="stack tight">
            <h1>{t('access:firstTitle')}</h1>
            <p className="soft">{t('access:firstLead')}</p>
          </div>
          <TextEntry
            label={t('access:displayName')}
            hint={t('access:displayNameHint')}
            value={displayName}
            onChange={setDisplayName}
            maxLength={80}
            autoFocus
          />
          <TextEntry
            label={t('access:operatorId')}
            hint={t('access:newOperatorIdHint')}
            value={operatorId}
            onChange={setOperatorId}
            maxLength={32}
          />
          <FailureLine code={code} />
        </div>
        <div className="stack">
          <PinPad label={t(first === null ? 'access:choosePin' : 'access:repeatPin')} value={pin} onChange={setPin} />
          <p className={differs ? 'problem' : 'hint'} role="status">
            {t(differs ? 'access:pinDiffers' : 'access:pinHint')}
          </p>
          {differs && <ActionButton onPress={again}>{t('access:pinAgain')}</ActionButton>}
          <SubmitButton ready={ready} pending={pending} label={t(first === null ? 'access:goOn' : 'access:create')} />
        </div>
      </form>
    </PlainPage>
  )
}

/** The card's own next action, at its end. */
export function SubmitButton({ ready, pending, label }: { ready: boolean; pending: boolean; label: string }) {
  return (
    <button
      type="submit"
      className="button primary next"
      disabled={!ready || pending}
      data-disabled={!ready || undefined}
    >
      {label}
    </button>
  )
}

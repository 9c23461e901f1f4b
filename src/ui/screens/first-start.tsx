import { useState, type FormEvent } from 'react'
import { useTexts } from '../core/use-texts.ts'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { NewPinPad, useNewPin } from '../components/people/new-pin.tsx'
import { PlainPage } from '../components/layout/plain-page.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { useIntent } from '../core/context.tsx'

/** The first start makes the first manager. */
export function FirstStart() {
  const { t, language } = useTexts()
  const { run, pending, code, clear } = useIntent()
  const [displayName, setDisplayName] = useState('')
  const [operatorId, setOperatorId] = useState('')
  const newPin = useNewPin()
  const ready = displayName.trim() !== '' && operatorId.trim() !== '' && newPin.ready

  function go(event: FormEvent) {
    event.preventDefault()
    if (!ready) return
    if (newPin.askAgain()) return clear()
    const input = { operatorId: operatorId.trim(), displayName: displayName.trim(), pin: newPin.pin, language }
    void run('setup.createManager', input).then(newPin.again)
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
          <NewPinPad newPin={newPin} />
          <SubmitButton
            ready={ready}
            pending={pending}
            label={t(newPin.isRepeating ? 'access:create' : 'access:goOn')}
          />
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

import { useState, type FormEvent } from 'react'
import { ActionButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { PlainPage } from '../components/layout/plain-page.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { useIntent, useUiState } from '../core/context.tsx'
import { useTexts } from '../core/use-texts.ts'
import { SubmitButton } from './first-start.tsx'

const shortestCode = 8

/** A kiosk that central does not know yet: the code that central's administration gave for it. */
export function RegisterScreen({ onLogin }: { onLogin(): void }) {
  const { t } = useTexts()
  const { run, pending, code: failure } = useIntent()
  const [code, setCode] = useState('')
  const ready = code.trim().length >= shortestCode
  function go(event: FormEvent) {
    event.preventDefault()
    if (ready && !pending) void run('station.register', { code: code.trim() })
  }
  return (
    <PlainPage>
      <form className="access-card" onSubmit={go}>
        <div className="who">
          <div className="stack tight">
            <h1>{t('access:registerTitle')}</h1>
            <p className="soft">{t('access:registerLead')}</p>
          </div>
          <FailureLine code={failure} />
        </div>
        <div className="stack">
          <TextEntry
            label={t('settings:code')}
            hint={t('access:registerHint')}
            value={code}
            onChange={setCode}
            maxLength={64}
            className="mono"
            autoFocus
          />
          <SubmitButton ready={ready} pending={pending} label={t('settings:register')} />
          <ActionButton kind="quiet" onPress={onLogin}>
            {t('access:toLogin')}
          </ActionButton>
        </div>
      </form>
    </PlainPage>
  )
}

/** Until somebody has compared: what to read out stays on the screen. */
export function ActivationScreen({ onLogin }: { onLogin(): void }) {
  const { t } = useTexts()
  return (
    <PlainPage>
      <section className="access-card" aria-labelledby="waiting">
        <div className="who">
          <div className="stack tight">
            <h1 id="waiting">{t('access:activationTitle')}</h1>
            <p className="soft">{t('access:activationLead')}</p>
          </div>
        </div>
        <div className="stack">
          <Thumbprint />
          <p className="hint">{t('access:activationHint')}</p>
          <ActionButton kind="quiet" onPress={onLogin}>
            {t('access:toLogin')}
          </ActionButton>
        </div>
      </section>
    </PlainPage>
  )
}

/** Of this kiosk's key, in groups, the part to read out marked. */
export function Thumbprint() {
  const { t } = useTexts()
  const groups = useUiState((state) => state.status?.thumbprint)?.split('-') ?? []
  const told = groups.slice(-2).join(' ')
  return (
    <p className="mono thumbprint" aria-label={t('settings:thumbprint')}>
      {groups.slice(0, -2).join(' ')} <strong>{told}</strong>
    </p>
  )
}

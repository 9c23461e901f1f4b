import { useState } from 'react'
import { ActionButton } from '../../design/components/buttons.tsx'
import { AccessCard } from '../components/layout/access-card.tsx'
import { PlainPage } from '../components/layout/plain-page.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { useIntent, useUiState } from '../core/context.tsx'
import { useTexts } from '../core/use-texts.ts'

const shortestCode = 8

/** A kiosk that central does not know yet: the code that central's administration gave for it. */
export function RegisterScreen({ onLogin }: { onLogin(): void }) {
  const { t } = useTexts()
  const { run, pending, failure } = useIntent()
  const [code, setCode] = useState('')
  return (
    <AccessCard
      title={t('access:registerTitle')}
      lead={t('access:registerLead')}
      failure={failure}
      pad={
        <TextEntry
          label={t('settings:code')}
          hint={t('access:registerHint')}
          value={code}
          onChange={setCode}
          maxLength={64}
          className="mono"
          autoFocus
        />
      }
      action={{ label: t('settings:register'), ready: code.trim().length >= shortestCode, pending }}
      other={{ label: t('access:toLogin'), go: onLogin }}
      onSubmit={() => void run('station.register', { code: code.trim() })}
    />
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

import { useCallback, useEffect, useRef, useState } from 'react'
import type { ActivationView } from '../../contract/identity/activation.ts'
import type { Refusal } from '../core/api.ts'
import { useAsk, useCitizen, useGo, useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { takeToken } from '../core/take-token.ts'
import { CodeStep } from '../components/code-step.tsx'
import { DeviceStep } from '../components/device-step.tsx'
import { Link, Page } from '../components/page.tsx'
import { SecretStep } from '../components/secret-step.tsx'
import { TroubleBox } from '../components/trouble.tsx'

const order = ['code', 'secret', 'device'] as const

/** Link, six digits by message, a secret code of one's own, this device: after that the identity is active (R24). */
export function ActivatePage() {
  const { t } = useTexts()
  const { store } = useCitizen()
  const asking = useAsk()
  const { ask } = asking
  const go = useGo()
  const [view, setView] = useState<ActivationView | null>(null)
  const opened = useRef(false)

  const done = useCallback(() => go(pages.app, 'replace'), [go])
  useEffect(() => {
    // A link opens once; the page may be drawn twice.
    if (opened.current) return
    opened.current = true
    const token = takeToken()
    const opening = token ? ask('activation.open', { body: { token } }) : ask('activation.read', {})
    void opening.then((answer) => answer && setView(answer))
  }, [ask])

  if (!view) return <Opening refusal={asking.refusal} />
  const { step } = view
  if (step === 'done')
    return (
      <Page title={t('login:activate.done')} lead={t('login:activate.doneLead')}>
        <div className="row actions">
          <button type="button" className="button primary next" onClick={done}>
            {t('login:activate.openApp')}
          </button>
        </div>
      </Page>
    )
  const progress = { step: order.indexOf(step) + 1, of: order.length }
  if (step === 'code')
    return (
      <Page
        title={t('login:activate.codeTitle')}
        lead={t('login:activate.codeLead', { ends: view.phone_ends })}
        progress={progress}
      >
        <CodeStep
          asking={asking}
          sent={{ expires_at: view.code_expires_at ?? view.expires_at, resend_at: view.resend_at ?? view.expires_at }}
          action={t('login:activate.codeAction')}
          onCode={(code) => void ask('activation.code', { body: { code } }).then((answer) => answer && setView(answer))}
          onResend={() => void ask('activation.resend', { body: {} }).then((answer) => answer && setView(answer))}
        />
      </Page>
    )
  if (step === 'secret')
    return (
      <Page title={t('login:activate.secretTitle')} lead={t('login:activate.secretLead')} progress={progress}>
        <SecretStep
          asking={asking}
          onSecret={(secret) =>
            void ask('activation.secret', { body: { secret } }).then((answer) => answer && setView(answer))
          }
        />
      </Page>
    )
  return (
    <Page title={t('login:activate.deviceTitle')} lead={t('login:activate.deviceLead')} progress={progress}>
      <DeviceStep
        accepted={view}
        asking={asking}
        action={t('login:activate.deviceAction')}
        challenge={() => ask('activation.challenge', { body: {} })}
        onMade={async (body) => {
          const device = await ask('activation.device', { body })
          const { session } = store.getState()
          if (device && session) store.setState({ session: { ...session, device } })
          if (device) setView({ ...view, step: 'done' })
        }}
      />
    </Page>
  )
}

/** While the link is opened, or why it does not open. */
function Opening({ refusal }: { refusal: Refusal | null }) {
  const { t } = useTexts()
  return (
    <Page title={t('login:activate.title')}>
      <TroubleBox refusal={refusal} />
      {refusal ? (
        <p>
          <Link to={pages.status} text={t('login:activate.toStatus')} icon="forward" className="link strong" />
        </p>
      ) : (
        <p role="status">{t('apply:working')}</p>
      )}
    </Page>
  )
}

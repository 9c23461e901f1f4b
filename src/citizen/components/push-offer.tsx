import { useEffect, useState } from 'react'
import type { PushView } from '../../contract/identity/push.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { Mark } from '../../design/components/mark.tsx'
import { Notice } from '../../design/components/notice.tsx'
import { useAsk, useCitizen, useTexts } from '../core/context.tsx'
import { TroubleBox } from './trouble.tsx'

/** To be told that a login waits while this page is closed; nothing where the browser has no such thing. */
export function PushOffer() {
  const { t } = useTexts()
  const { push } = useCitizen().ports
  const { view, asking, failed, enable, disable } = usePushSubscription()
  const standing = push.standing()
  if (standing === 'impossible' || view === null) return null
  return (
    <section className="panel stack" aria-labelledby="push">
      <h2 id="push">{t('login:push.offer')}</h2>
      <p>{t('login:push.offerText')}</p>
      {standing === 'denied' && <p>{t('login:push.denied')}</p>}
      {failed && (
        <div role="alert">
          <Notice tone="attention">
            <p>{t('login:push.failed')}</p>
          </Notice>
        </div>
      )}
      <TroubleBox refusal={asking.refusal} />
      {view.is_subscribed && <Mark tone="good">{t('login:push.on')}</Mark>}
      {standing === 'possible' && (
        <div className="row">
          <ActionButton kind="quiet" onPress={() => void (view.is_subscribed ? disable() : enable(view.public_key))}>
            {t(view.is_subscribed ? 'login:push.disable' : 'login:push.enable')}
          </ActionButton>
        </div>
      )}
    </section>
  )
}

function usePushSubscription() {
  const { language } = useTexts()
  const { push, api } = useCitizen().ports
  const asking = useAsk()
  const [view, setView] = useState<PushView | null>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    const leaving = new AbortController()
    const { signal } = leaving
    async function read() {
      if (push.standing() === 'impossible') return
      const answer = await api.ask('push.read', { signal })
      // What the browser has and the service has lost is told again, without a question.
      const subscription = answer.is_subscribed ? null : await push.current(answer.public_key)
      const body = subscription && { subscription, language }
      setView(body ? await api.ask('push.subscribe', { body, signal }) : answer)
    }
    read().catch(() => {})
    return () => leaving.abort()
  }, [push, api, language])
  async function enable(publicKey: string) {
    const subscription = await push.subscribe(publicKey)
    setFailed(subscription === null)
    const answer = subscription && (await asking.ask('push.subscribe', { body: { subscription, language } }))
    if (answer) setView(answer)
  }
  async function disable() {
    await push.end()
    const answer = await asking.ask('push.end', { body: {} })
    if (answer) setView(answer)
  }
  return { view, asking, failed, enable, disable }
}

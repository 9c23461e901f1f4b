import { useEffect, useRef, useState } from 'react'
import type { JoinStanding } from '../../contract/identity/join.ts'
import { BigNumber } from '../components/big-number.tsx'
import { DeviceStep } from '../components/device-step.tsx'
import { Link, Page } from '../components/page.tsx'
import { TroubleBox } from '../components/trouble.tsx'
import { Refusal } from '../core/api.ts'
import { useAsk, useCitizen, useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { takeToken } from '../core/take-token.ts'
import { usePoll } from './use-poll.ts'

const lookEveryMs = 2000

/** The other side of adding a device: the link was opened here; this browser makes its key and waits to be let in. */
export function JoinPage() {
  const { t } = useTexts()
  const { store, ports } = useCitizen()
  const asking = useAsk()
  const { ask, refuse } = asking
  const [view, setView] = useState<JoinStanding | null>(null)
  const [done, setDone] = useState(false)
  const opened = useRef(false)
  useEffect(() => {
    // A link opens once; the page may be drawn twice.
    if (opened.current) return
    opened.current = true
    const token = takeToken()
    const opening = token ? ask('join.open', { body: { token } }) : ask('join.standing', {})
    void opening.then((answer) => answer && setView(answer))
  }, [ask])
  async function take() {
    const device = await ask('join.take', { body: {} })
    const { session } = store.getState()
    if (!device || !session) return
    store.setState({ session: { ...session, device } })
    setDone(true)
  }
  usePoll(!done && view?.stage === 'waiting', lookEveryMs, async (signal) => {
    const standing = await ports.api.ask('join.standing', { signal }).catch((error: unknown) => {
      if (error instanceof Refusal && error.code === 'join_over') {
        setView(null)
        refuse(error)
      }
      throw error
    })
    if (standing.stage === 'joined') await take()
    setView(standing)
  })
  if (done)
    return (
      <Page title={t('login:join.newDone')} lead={t('login:join.newDoneLead')}>
        <p>
          <Link to={pages.app} text={t('login:activate.openApp')} icon="forward" className="link strong" />
        </p>
      </Page>
    )
  if (view?.stage === 'device')
    return (
      <Page title={t('login:join.newTitle')} lead={t('login:join.newLead')}>
        <DeviceStep
          accepted={view}
          asking={asking}
          action={t('login:join.newAction')}
          challenge={() => ask('join.challenge', { body: {} })}
          onMade={async (body) => {
            const standing = await ask('join.device', { body })
            if (standing) setView(standing)
          }}
        />
      </Page>
    )
  if (view)
    return (
      <Page title={t('login:join.waitTitle')} lead={t('login:join.waitLead')}>
        <TroubleBox refusal={asking.refusal} />
        <BigNumber label={t('login:join.yourNumber')} number={view.number} />
      </Page>
    )
  return (
    <Page title={t('login:join.newTitle')}>
      <TroubleBox refusal={asking.refusal} />
      {!asking.refusal && <p role="status">{t('apply:working')}</p>}
    </Page>
  )
}

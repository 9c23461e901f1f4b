import { useEffect, useState } from 'react'
import type { DeviceView, PendingLogin } from '../../contract/identity/device.ts'
import { useCitizen, useCitizenState, useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { OutOfUse } from '../components/out-of-use.tsx'
import { PendingCard } from '../components/pending-card.tsx'
import { Link, Page } from '../components/page.tsx'
import { PushOffer } from '../components/push-offer.tsx'
import { TroubleBox } from '../components/trouble.tsx'
import { useOpenDevice } from './use-open-device.ts'
import { Icon } from '../../design/components/icon.tsx'
import { KeyTrouble } from '../components/key-trouble.tsx'
import { Notice } from '../../design/components/notice.tsx'

/** The application on the telephone: open, it hears of every login that waits for it (R25). */
export function AppPage() {
  const device = useCitizenState((state) => state.session?.device ?? null)
  const asked = useCitizenState((state) => state.session !== null)
  if (!asked) return null
  return device ? <Listening device={device} /> : <Locked />
}

function Listening({ device }: { device: DeviceView }) {
  const { t } = useTexts()
  const { pending, lost, reload } = usePending()
  const [ended, setEnded] = useState<'confirmed' | 'refused' | null>(null)
  const usable = device.account === 'ACTIVE'
  if (pending)
    return (
      <Page title={t('login:pending.title', { service: pending.service })} lead={t('login:pending.lead')}>
        <PendingCard
          key={pending.login_id}
          pending={pending}
          device={device}
          onEnd={(how) => {
            setEnded(how)
            reload()
          }}
          onAgain={reload}
        />
      </Page>
    )
  return (
    <Page
      title={device.given_name ? t('login:app.hello', { name: device.given_name }) : t('login:app.title')}
      lead={usable ? t('login:app.lead') : undefined}
    >
      {ended && (
        <div role="status">
          <Notice tone={ended === 'confirmed' ? 'good' : 'plain'}>
            <p>{t(`login:app.ended.${ended}`)}</p>
          </Notice>
        </div>
      )}
      {!usable && <OutOfUse account={device.account} />}
      {usable && (
        <div className="waiting-card" role="status">
          <Icon name={lost ? 'network' : 'shield'} size={48} />
          <p className="strong">{lost ? t('login:app.lost') : t('login:app.waiting')}</p>
          <p className="soft">{lost ? t('login:app.lostText') : t('login:app.waitingText')}</p>
        </div>
      )}
      {usable && <PushOffer />}
      {usable && (
        <p>
          <Link to={pages.parcel} text={t('parcel:title')} />
        </p>
      )}
      <p>
        <Link to={pages.account} text={t('login:app.account')} />
      </p>
    </Page>
  )
}

/** When the event stream is lost, the page asks at intervals. */
const askAgainMs = 5000

/** The login that waits for this device, as the service tells it. */
function usePending() {
  const { ports } = useCitizen()
  const [pending, setPending] = useState<PendingLogin | null>(null)
  const [lost, setLost] = useState(false)
  const [round, setRound] = useState(0)
  useEffect(
    () =>
      ports.followPending(
        (view) => {
          setPending(view.pending)
          setLost(false)
        },
        () => setLost(true),
      ),
    [ports],
  )
  useEffect(() => {
    if (!lost && round === 0) return
    const leaving = new AbortController()
    const read = () =>
      ports.api.ask('pending.read', { signal: leaving.signal }).then(
        (view) => setPending(view.pending),
        () => {},
      )
    void read()
    const timer = lost ? setInterval(() => void read(), askAgainMs) : undefined
    return () => {
      leaving.abort()
      clearInterval(timer)
    }
  }, [ports, lost, round])
  useEffect(() => {
    if (!pending) void ports.push.clear()
  }, [ports, pending])
  return { pending, lost, reload: () => setRound((value) => value + 1) }
}

/** This browser is not known: its passkey may be. */
function Locked() {
  const { t } = useTexts()
  const { ports } = useCitizen()
  const { asking, problem, open } = useOpenDevice('passkey')
  const canTry = ports.keys.possible(['passkey']).length > 0
  return (
    <Page title={t('login:locked.title')} lead={t('login:locked.lead')}>
      <TroubleBox refusal={asking.refusal} />
      <KeyTrouble problem={problem} />
      {canTry && (
        <div className="row actions">
          <button
            type="button"
            className="button primary next"
            aria-disabled={asking.pending}
            onClick={() => void open()}
          >
            {t('login:locked.action')}
          </button>
        </div>
      )}
      <ul className="stack tight">
        <li>
          <Link to={pages.status} text={t('login:locked.activate')} />
        </li>
        <li>
          <Link to={pages.welcome} text={t('login:locked.create')} />
        </li>
      </ul>
    </Page>
  )
}

import { useState } from 'react'
import type { DeviceView } from '../../contract/identity/device.ts'
import type { JoinOffer, JoinView } from '../../contract/identity/join.ts'
import { Done } from '../components/done.tsx'
import { Facts } from '../components/facts.tsx'
import { OutOfUse } from '../components/out-of-use.tsx'
import { NoDevice } from '../components/no-device.tsx'
import { Page } from '../components/page.tsx'
import { ProvedForm } from '../components/proved-form.tsx'
import { TroubleBox } from '../components/trouble.tsx'
import { useAsk, useCitizen, useCitizenState, useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { useRead } from '../core/use-read.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { usePoll } from './use-poll.ts'

const lookEveryMs = 2000
const none: JoinView = { stage: 'none', expires_at: null, candidate: null }

/** Another device of the same holder: this one shows a link, and lets in what opened it. */
export function AddPage() {
  const { t } = useTexts()
  const device = useCitizenState((state) => state.session?.device ?? null)
  return (
    <Page title={t('login:join.title')} lead={t('login:join.lead')} back={pages.account}>
      {!device && <NoDevice />}
      {device && (device.account === 'ACTIVE' ? <Add device={device} /> : <OutOfUse account={device.account} />)}
    </Page>
  )
}

function Add({ device }: { device: DeviceView }) {
  const { t } = useTexts()
  const { api } = useCitizen().ports
  const { view: read, keep, asking } = useRead('join.read')
  const view = read ?? none
  const [offer, setOffer] = useState<JoinOffer | null>(null)
  usePoll(view.stage === 'offered', lookEveryMs, async (signal) => keep(await api.ask('join.read', { signal })))
  async function show() {
    const made = await asking.ask('join.offer', { body: {} })
    if (!made) return
    setOffer(made)
    keep({ ...none, stage: 'offered', expires_at: made.expires_at })
  }
  if (view.stage === 'joined')
    return (
      <Done>
        <strong>{t('login:join.done')}</strong>
        <p>{t('login:join.doneText')}</p>
      </Done>
    )
  if (view.stage === 'asked') return <LetIn device={device} view={view} onView={keep} />
  const isShown = view.stage === 'offered' && offer !== null
  return (
    <>
      <TroubleBox refusal={asking.refusal} />
      {isShown && <Offered offer={offer} />}
      <div className="row actions">
        <ActionButton kind={isShown ? 'quiet' : 'primary'} pending={asking.pending} onPress={() => void show()}>
          {t(isShown ? 'login:join.tryAgain' : 'login:join.offer')}
        </ActionButton>
      </div>
    </>
  )
}

function Offered({ offer }: { offer: JoinOffer }) {
  const { t } = useTexts()
  return (
    <section className="panel stack" role="status">
      <p>{t('login:join.scan')}</p>
      <img
        className="qr"
        src={`data:image/svg+xml,${encodeURIComponent(offer.qr)}`}
        alt={t('login:join.qr')}
        width="240"
        height="240"
      />
      <p className="soft">{t('login:join.link')}</p>
      <p className="mono break">{offer.link}</p>
    </section>
  )
}

interface LetInProps {
  device: DeviceView
  view: JoinView
  onView(view: JoinView): void
}

function LetIn({ device, view, onView }: LetInProps) {
  const { t } = useTexts()
  const asking = useAsk()
  const { name = '', from } = view.candidate ?? {}
  const place = from ? [from.browser, from.system, from.address].filter((part) => part !== '').join(', ') : ''
  async function refuse() {
    const answer = await asking.ask('join.refuse', { body: {} })
    if (answer) onView(answer)
  }
  return (
    <div className="stack loose">
      <section className="panel stack tight" aria-labelledby="asks">
        <h2 id="asks">{t('login:join.asks', { device: name })}</h2>
        <p>{t('login:join.asksLead')}</p>
        <Facts rows={[{ name: t('login:pending.from'), value: place }]} />
      </section>
      <div className="row">
        <ActionButton kind="danger" icon="cross" onPress={() => void refuse()}>
          {t('login:join.refuse')}
        </ActionButton>
      </div>
      <ProvedForm
        asking={asking}
        device={device}
        purpose="join"
        action={t('login:join.letIn')}
        first={{ id: 'number', digits: 2, label: t('login:join.number'), hint: t('login:join.numberHint') }}
        detail={(number) => number}
        onTyped={async ({ first: number, secret, proof }) => {
          const answer = await asking.ask('join.answer', { body: { number, secret, proof } })
          if (answer) onView(answer)
        }}
      />
    </div>
  )
}

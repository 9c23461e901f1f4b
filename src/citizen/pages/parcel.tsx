import encodeQR from 'qr'
import { useEffect, useState } from 'react'
import type { DeviceView } from '../../contract/identity/device.ts'
import { parcelKeyDetail, parcelStepAt, parcelStepSeconds } from '../../contract/identity/parcel.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { Locked } from '../components/holder.tsx'
import { OutOfUse } from '../components/out-of-use.tsx'
import { NoDevice } from '../components/no-device.tsx'
import { Page } from '../components/page.tsx'
import { ProvedForm } from '../components/proved-form.tsx'
import { useAsk, useCitizen, useCitizenState, useTexts } from '../core/context.tsx'
import { keepParcelPages } from '../core/keep-parcel-pages.ts'
import type { ParcelCard } from '../core/parcel-card.ts'
import { pages } from '../core/routes.ts'
import { sayMoment } from '../core/say.ts'

/** The code with which parcels are collected (R28): shown at once where this device has a card, with or without a network. */
export default function ParcelPage() {
  const { t } = useTexts()
  const { parcels } = useCitizen().ports
  const [card, setCard] = useState<ParcelCard | null | undefined>()
  const [anew, setAnew] = useState(false)
  useEffect(() => {
    keepParcelPages()
    void parcels.read().then(setCard, () => setCard(null))
  }, [parcels])
  if (card === undefined) return null
  if (card !== null && !anew)
    return (
      <Page title={t('parcel:title')} lead={t('parcel:lead')} back={pages.app}>
        <Shown card={card} />
        <div className="row">
          <ActionButton kind="quiet" onPress={() => setAnew(true)}>
            {t('parcel:again')}
          </ActionButton>
        </div>
      </Page>
    )
  return (
    <Page title={t('parcel:getTitle')} lead={t('parcel:getLead')} back={pages.app}>
      <Get
        onCard={(made) => {
          setCard(made)
          setAnew(false)
        }}
      />
    </Page>
  )
}

function Shown({ card }: { card: ParcelCard }) {
  const { t, language } = useTexts()
  const code = useCodeOfStep(card)
  return (
    <section className="panel stack">
      {code !== null && (
        <img
          className="qr parcel"
          src={`data:image/svg+xml,${encodeURIComponent(encodeQR(code, 'svg', { ecc: 'low', border: 4 }))}`}
          alt={t('parcel:qr')}
          width="360"
          height="360"
        />
      )}
      <p>{t('parcel:until', { until: sayMoment(card.ends_at, language) })}</p>
      <p className="soft">{t('parcel:offlineToo')}</p>
    </section>
  )
}

/** Signed anew when a step begins. */
function useCodeOfStep(card: ParcelCard): string | null {
  const [code, setCode] = useState<string | null>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let left = false
    async function sign() {
      const now = Date.now()
      const step = parcelStepAt(now)
      const signed = await card.show(step)
      if (left) return
      setCode(signed)
      timer = setTimeout(() => void sign(), (step + 1) * parcelStepSeconds * 1000 - now)
    }
    void sign()
    return () => {
      left = true
      clearTimeout(timer)
    }
  }, [card])
  return code
}

function Get({ onCard }: { onCard(card: ParcelCard): void }) {
  const device = useCitizenState((state) => state.session?.device ?? null)
  if (!device) return <NoDevice />
  if (device.account !== 'ACTIVE') return <OutOfUse account={device.account} />
  return device.given_name === null ? <Locked device={device} /> : <Prove device={device} onCard={onCard} />
}

function Prove({ device, onCard }: { device: DeviceView; onCard(card: ParcelCard): void }) {
  const { t } = useTexts()
  const { parcels } = useCitizen().ports
  const asking = useAsk()
  const [made, setMade] = useState<Awaited<ReturnType<typeof parcels.make>> | null>(null)
  useEffect(() => void parcels.make().then(setMade), [parcels])
  if (made === null) return null
  const { public_key } = made
  return (
    <ProvedForm
      asking={asking}
      device={device}
      purpose="parcel"
      action={t('parcel:getTitle')}
      detail={() => parcelKeyDetail(public_key)}
      onTyped={async ({ secret, proof }) => {
        const issued = await asking.ask('parcel.issue', { body: { public_key, secret, proof } })
        if (issued) onCard(await made.keep(issued))
      }}
    />
  )
}

import { useCallback, useEffect, useState } from 'react'
import { parcelListHours } from '../../contract/identity/parcel.ts'
import { sayAge } from '../../parcel/say-age.ts'
import type { HeldTrust } from '../../parcel/read-trust.ts'
import { verifyParcel, type ParcelVerdict } from '../../parcel/verify-parcel.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { Notice } from '../../design/components/notice.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { Page } from '../components/page.tsx'
import { ParcelCamera } from '../components/parcel-camera.tsx'
import { TroubleBox } from '../components/trouble.tsx'
import { useAsk, useTexts } from '../core/context.tsx'
import { keepParcelPages } from '../core/keep-parcel-pages.ts'
import { keepList, keptList } from '../core/parcel-list.ts'
import { sayMoment } from '../core/say.ts'

/** Judges codes for whoever hands a parcel over, without a network once keys and list are here. Nothing that was scanned is kept. */
export default function ParcelCheckPage() {
  const { t } = useTexts()
  const { refusal, pending, trust, load } = useList()
  const [typed, setTyped] = useState('')
  const [verdict, setVerdict] = useState<ParcelVerdict | null>(null)
  const [filming, setFilming] = useState(false)
  useEffect(keepParcelPages, [])
  async function judge(text: string) {
    if (!trust || text.trim() === '') return
    setVerdict(await verifyParcel(text, trust, new Date()))
    setTyped('')
    setFilming(false)
  }
  return (
    <Page title={t('parcel:checkTitle')} lead={t('parcel:checkLead')}>
      <TroubleBox refusal={refusal} />
      <Age trust={trust} />
      <div role="status">{verdict && <Verdict verdict={verdict} />}</div>
      {trust && (
        <form
          className="stack"
          onSubmit={(event) => {
            event.preventDefault()
            void judge(typed)
          }}
        >
          <TextEntry
            id="code"
            label={t('parcel:field')}
            hint={t('parcel:fieldHint')}
            autoComplete="off"
            maxLength={4096}
            value={typed}
            onChange={setTyped}
          />
          <div className="row">
            <button type="submit" className="button primary">
              {t('parcel:check')}
            </button>
          </div>
        </form>
      )}
      {trust && filming && <ParcelCamera onText={(text) => void judge(text)} />}
      <div className="row">
        {trust && !filming && <ActionButton onPress={() => setFilming(true)}>{t('parcel:camera')}</ActionButton>}
        <ActionButton kind="quiet" pending={pending} onPress={() => void load()}>
          {t('parcel:load')}
        </ActionButton>
      </div>
    </Page>
  )
}

/** The list that is here, and a newer one where there is a network. */
function useList() {
  const { ask, refusal, pending } = useAsk()
  const [trust, setTrust] = useState<HeldTrust | null>(null)
  const load = useCallback(async () => {
    const given = await ask('parcel.trust', {})
    if (given) setTrust(await keepList(given))
  }, [ask])
  useEffect(() => {
    void keptList().then((kept) => {
      setTrust(kept)
      if (navigator.onLine) void load()
    })
  }, [load])
  return { refusal, pending, trust, load }
}

const minuteMs = 60_000

function Age({ trust }: { trust: HeldTrust | null }) {
  const { t, language } = useTexts()
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), minuteMs)
    return () => clearInterval(timer)
  }, [])
  if (trust === null) return <p>{t('parcel:noTrust')}</p>
  const isOld = now.getTime() - trust.listedAt.getTime() > parcelListHours * 60 * minuteMs
  return (
    <>
      <p>{t('parcel:list', { age: sayAge(trust.listedAt, now, language) })}</p>
      {isOld && (
        <Notice tone="bad">
          <p>{t('parcel:listOld')}</p>
        </Notice>
      )}
    </>
  )
}

function Verdict({ verdict }: { verdict: ParcelVerdict }) {
  const { t, language } = useTexts()
  if (!verdict.ok)
    return (
      <Notice tone="bad">
        <strong>{t('parcel:bad')}</strong>
        <p>{t(`parcel:refusal.${verdict.refusal}`)}</p>
      </Notice>
    )
  return (
    <Notice tone="good">
      <p>{t('parcel:good')}</p>
      <p className="strong">{verdict.name}</p>
      <p>{t('parcel:until', { until: sayMoment(verdict.endsAt.toISOString(), language) })}</p>
    </Notice>
  )
}

import { useState } from 'react'
import type { DeviceView } from '../../contract/identity/device.ts'
import type { RightsView } from '../../contract/identity/rights.ts'
import { useAsk, useCitizen, useTexts } from '../core/context.tsx'
import { sayClock, sayMoment } from '../core/say.ts'
import { ProvedForm } from './proved-form.tsx'
import { TroubleBox } from './trouble.tsx'
import { ActionButton } from '../../design/components/buttons.tsx'

interface EraseMeProps {
  device: DeviceView
  view: RightsView
  onErased(): void
}

/** The end of the identity, at its holder's wish: at once, later, or why not here. */
export function EraseMe({ device, view, onErased }: EraseMeProps) {
  const { t } = useTexts()
  const [open, setOpen] = useState(false)
  const [erasesAt, setErasesAt] = useState(view.erases_at)
  return (
    <section className="stack tight" aria-labelledby="erase">
      <h2 id="erase">{t('rights:erase.title')}</h2>
      <p>{t(view.erasure === 'elsewhere' ? 'rights:erase.elsewhere' : 'rights:erase.lead')}</p>
      {erasesAt !== null && <Waiting erasesAt={erasesAt} />}
      {erasesAt === null && view.erasure !== 'elsewhere' && !open && (
        <div className="row">
          <ActionButton kind="quiet" onPress={() => setOpen(true)}>
            {t('rights:erase.open')}
          </ActionButton>
        </div>
      )}
      {erasesAt === null && open && <Erase device={device} view={view} onErased={onErased} onAsked={setErasesAt} />}
    </section>
  )
}

/** Asked for, and not yet done: it can be stopped here as well. */
function Waiting({ erasesAt }: { erasesAt: string }) {
  const { t, language } = useTexts()
  const asking = useAsk()
  const [isStopped, setStopped] = useState(false)
  if (isStopped) return <p role="status">{t('rights:erase.stopped')}</p>
  return (
    <>
      <p role="status">
        {t('rights:erase.asked', { until: sayMoment(erasesAt, language), hour: sayClock(erasesAt, language) })}
      </p>
      <TroubleBox refusal={asking.refusal} />
      <div className="row">
        <ActionButton
          pending={asking.pending}
          onPress={() => void asking.ask('rights.keep', { body: {} }).then((kept) => kept && setStopped(true))}
        >
          {t('rights:erase.keep')}
        </ActionButton>
      </div>
    </>
  )
}

/** What goes, what stays and why, and only then the form. */
function Erase({ device, view, onErased, onAsked }: EraseMeProps & { onAsked(erasesAt: string): void }) {
  const { t, language } = useTexts()
  const { store, ports } = useCitizen()
  const asking = useAsk()
  const isLater = view.erasure === 'later'
  async function forget() {
    await ports.push.end()
    await ports.parcels.forget()
    const { session } = store.getState()
    store.setState({ checked: null, email: '', session: session && { ...session, application: null, device: null } })
  }
  return (
    <>
      <p>{t('rights:erase.what')}</p>
      <h3>{t('rights:erase.keptTitle')}</h3>
      <ul className="stack tight">
        {view.kept.map(({ what, reference, until }, index) => (
          <li key={index}>
            {t(`rights:kept.${what}`, { reference, until: until === null ? '' : sayMoment(until, language) })}
          </li>
        ))}
      </ul>
      {view.services.length > 0 && <p>{t('rights:erase.services', { services: view.services.join(', ') })}</p>}
      <p>{t(isLater ? 'rights:erase.later' : 'rights:erase.letter')}</p>
      <ProvedForm
        asking={asking}
        device={device}
        purpose="erase"
        action={t(isLater ? 'rights:erase.actionLater' : 'rights:erase.action')}
        detail={() => ''}
        document={isLater}
        onTyped={async ({ lastFour, secret, proof }) => {
          const body = { secret, proof, ...(isLater && { last_four: lastFour }) }
          const asked = await asking.ask('rights.erase', { body })
          if (!asked) return
          if (asked.erases_at !== null) return onAsked(asked.erases_at)
          onErased()
          await forget()
        }}
      />
    </>
  )
}

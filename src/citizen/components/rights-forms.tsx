import { useEffect, useState } from 'react'
import type { DeviceView } from '../../contract/identity/device.ts'
import type { RightsView } from '../../contract/identity/rights.ts'
import { useAsk, useCitizen, useTexts } from '../core/context.tsx'
import { sayMoment } from '../core/say.ts'
import { ProvedForm } from './proved-form.tsx'
import { ActionButton } from '../../design/components/buttons.tsx'

/** Everything that is held, as one file that this browser saves; it is in memory alone until then. */
export function TakeRecord({ device }: { device: DeviceView }) {
  const { t } = useTexts()
  const asking = useAsk()
  const [open, setOpen] = useState(false)
  const [file, setFile] = useState<{ name: string; url: string } | null>(null)
  useEffect(() => () => void (file && URL.revokeObjectURL(file.url)), [file])
  return (
    <section className="stack tight" aria-labelledby="record">
      <h2 id="record">{t('rights:record.title')}</h2>
      <p>{t('rights:record.lead')}</p>
      {file && (
        <p role="status">
          {t('rights:record.ready')}{' '}
          <a className="link" href={file.url} download={file.name}>
            {t('rights:record.save', { name: file.name })}
          </a>
        </p>
      )}
      {!file && !open && (
        <div className="row">
          <ActionButton onPress={() => setOpen(true)}>{t('rights:record.action')}</ActionButton>
        </div>
      )}
      {!file && open && (
        <ProvedForm
          asking={asking}
          device={device}
          purpose="record"
          action={t('rights:record.action')}
          detail={() => ''}
          onTyped={async ({ secret, proof }) => {
            const made = await asking.ask('rights.record', { body: { secret, proof } })
            if (!made) return
            const url = URL.createObjectURL(new Blob([made.page], { type: 'text/html' }))
            setFile({ name: made.name, url })
          }}
        />
      )}
    </section>
  )
}

interface EraseMeProps {
  device: DeviceView
  view: RightsView
  onErased(): void
}

/** The end of the identity, at its holder's wish: what goes, what stays and why, and only then the form. */
export function EraseMe({ device, view, onErased }: EraseMeProps) {
  const { t, language } = useTexts()
  const { store, ports } = useCitizen()
  const asking = useAsk()
  const [open, setOpen] = useState(false)
  async function forget() {
    await ports.push.end()
    await ports.parcels.forget()
    const { session } = store.getState()
    store.setState({ checked: null, email: '', session: session && { ...session, application: null, device: null } })
  }
  return (
    <section className="stack tight" aria-labelledby="erase">
      <h2 id="erase">{t('rights:erase.title')}</h2>
      <p>{t('rights:erase.lead')}</p>
      {!open && (
        <div className="row">
          <ActionButton kind="quiet" onPress={() => setOpen(true)}>
            {t('rights:erase.open')}
          </ActionButton>
        </div>
      )}
      {open && (
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
          <p>{t('rights:erase.letter')}</p>
          <ProvedForm
            asking={asking}
            device={device}
            purpose="erase"
            action={t('rights:erase.action')}
            detail={() => ''}
            onTyped={async ({ secret, proof }) => {
              if (!(await asking.ask('rights.erase', { body: { secret, proof } }))) return
              onErased()
              await forget()
            }}
          />
        </>
      )}
    </section>
  )
}

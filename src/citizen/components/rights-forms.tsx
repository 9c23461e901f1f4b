import { useEffect, useState } from 'react'
import type { DeviceView } from '../../contract/identity/device.ts'
import { useAsk, useTexts } from '../core/context.tsx'
import { ProvedForm } from './proved-form.tsx'
import { ActionButton } from '../../design/components/buttons.tsx'

/** Everything that is held, as one file that this browser saves; it is in memory alone until then. */
export function TakeRecord({ device, isGiven }: { device: DeviceView; isGiven: boolean }) {
  const { t } = useTexts()
  const asking = useAsk()
  const [open, setOpen] = useState(false)
  const [file, setFile] = useState<{ name: string; url: string } | null>(null)
  useEffect(() => () => void (file && URL.revokeObjectURL(file.url)), [file])
  return (
    <section className="stack tight" aria-labelledby="record">
      <h2 id="record">{t('rights:record.title')}</h2>
      <p>{t(isGiven ? 'rights:record.lead' : 'rights:record.notNow')}</p>
      {file && (
        <p role="status">
          {t('rights:record.ready')}{' '}
          <a className="link" href={file.url} download={file.name}>
            {t('rights:record.save', { name: file.name })}
          </a>
        </p>
      )}
      {isGiven && !file && !open && (
        <div className="row">
          <ActionButton onPress={() => setOpen(true)}>{t('rights:record.action')}</ActionButton>
        </div>
      )}
      {isGiven && !file && open && (
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

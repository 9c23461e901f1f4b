import { useEffect, useState } from 'react'
import type { DeviceView } from '../../contract/identity/device.ts'
import { Done } from '../components/done.tsx'
import { Locked } from '../components/holder.tsx'
import { Looks } from '../components/looks.tsx'
import { NoDevice } from '../components/no-device.tsx'
import { Page } from '../components/page.tsx'
import { EraseMe } from '../components/erase-me.tsx'
import { TakeRecord } from '../components/rights-forms.tsx'
import { TroubleBox } from '../components/trouble.tsx'
import { useCitizenState, useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { fetchArea, isAreaIn } from '../core/texts.ts'
import { useRead } from '../core/use-read.ts'

/** What is held of the holder and who saw it; to take it along, and to have it erased. */
export default function RightsPage() {
  const { t, language } = useTexts()
  const device = useCitizenState((state) => state.session?.device ?? null)
  const [, setFetched] = useState('')
  const [isErased, setErased] = useState(false)
  useEffect(() => void fetchArea('rights', language).then(() => setFetched(language)), [language])
  if (!isAreaIn('rights', language)) return null
  if (isErased)
    return (
      <Page title={t('rights:erase.done')} back={pages.welcome}>
        <Done>
          <p>{t('rights:erase.doneText')}</p>
        </Done>
      </Page>
    )
  return (
    <Page title={t('rights:title')} lead={t('rights:lead')} back={pages.account}>
      {device === null && <NoDevice />}
      {device !== null && device.given_name === null && <Locked device={device} />}
      {device !== null && device.given_name !== null && <Rights device={device} onErased={() => setErased(true)} />}
    </Page>
  )
}

function Rights({ device, onErased }: { device: DeviceView; onErased(): void }) {
  const { view, asking } = useRead('rights.read')
  return (
    <>
      <TroubleBox refusal={asking.refusal} />
      {view && (
        <>
          <Looks looks={view.looks} />
          <TakeRecord device={device} isGiven={view.record} />
          <EraseMe device={device} view={view} onErased={onErased} />
        </>
      )}
    </>
  )
}

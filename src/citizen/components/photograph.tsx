import { useEffect, useRef, useState, type ChangeEvent } from 'react'
import type { FailureCode } from '../../contract/failure.ts'
import type { MrzCapture } from '../../contract/mrz.ts'
import { readMrzFile, startMrzCamera, type CameraReport } from '../../camera/mrz-reader.ts'
import { useCamera } from '../../camera/use-camera.ts'
import { Refusal } from '../core/api.ts'
import { useTexts } from '../core/context.tsx'
import { readZone, type ReadZone } from '../core/read-zone.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { Icon } from '../../design/components/icon.tsx'
import { TroubleBox } from './trouble.tsx'

interface PhotographProps {
  onRead(zone: ReadZone): void
  onClose(): void
}

/** Reads the document's lines with the camera or from a picture, in a worker of this page: fields leave it, pictures do not. */
export default function Photograph({ onRead, onClose }: PhotographProps) {
  const { t } = useTexts()
  const [deviceId, setDeviceId] = useState<string | null>(null)
  const camera = useCamera({ facing: 'environment', deviceId, onChoice: setDeviceId })
  const { video, state } = camera
  const [report, setReport] = useState<CameraReport>({ hint: 'starting', steady: false })
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const setCode = (code: FailureCode | null) => setRefusal(code && new Refusal(code))
  const [reading, setReading] = useState(false)
  const taken = useRef((_: MrzCapture) => {})
  useEffect(() => {
    taken.current = (capture) => {
      const zone = readZone(capture, new Date())
      if (zone) onRead(zone)
      else setCode('mrz_not_found')
    }
  })
  useEffect(() => {
    if (state !== 'live') return
    const watch = {
      onReport: setReport,
      onFailed: (failed: FailureCode) => setRefusal(new Refusal(failed)),
      onCapture: (found: MrzCapture) => taken.current(found),
    }
    return startMrzCamera(video.current!, watch).stop
  }, [video, state])

  async function choose(event: ChangeEvent<HTMLInputElement>) {
    const [file] = event.target.files ?? []
    event.target.value = ''
    if (!file) return
    setReading(true)
    setCode(null)
    const result = await readMrzFile(file)
    setReading(false)
    if ('code' in result) setCode(result.code)
    else taken.current(result)
  }
  const outline = report.steady ? 'outline steady' : 'outline'
  return (
    <section className="panel stack" aria-label={t('apply:document.photograph')}>
      <p>{t('apply:document.photographLead')}</p>
      <div className="picture">
        <video ref={video} muted playsInline aria-label={t('capture:live')} />
        {state === 'live' ? (
          <svg viewBox="0 0 100 75" preserveAspectRatio="none" aria-hidden="true">
            <rect x="4" y="8" width="92" height="59" rx="3" className={outline} />
            <rect x="7" y="48" width="86" height="15" rx="1.5" className={`${outline} zone`} />
          </svg>
        ) : (
          <div className="no-picture">
            <Icon name="camera" size={40} />
            <p>{t(`apply:camera.${state}`)}</p>
          </div>
        )}
      </div>
      <p role="status" className="strong">
        {reading ? t('apply:working') : state === 'live' ? t(`capture:mrzHint.${report.hint}`) : ''}
      </p>
      <TroubleBox refusal={refusal} />
      <div className="row">
        <label className="button">
          <Icon name="upload" />
          <span>{t('apply:document.choosePicture')}</span>
          <input
            type="file"
            accept="image/jpeg,image/png,image/bmp"
            className="visually-hidden"
            onChange={(event) => void choose(event)}
          />
        </label>
        <ActionButton kind="quiet" onPress={onClose}>
          {t('apply:document.typeInstead')}
        </ActionButton>
      </div>
    </section>
  )
}

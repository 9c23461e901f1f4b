import { useEffect, useRef, useState } from 'react'
import { startQrReader } from '../../camera/qr-reader.ts'
import { useCamera } from '../../camera/use-camera.ts'
import { Icon } from '../../design/components/icon.tsx'
import { useTexts } from '../core/context.tsx'

/** Shows the camera, and hears of every QR code that it sees. */
export function ParcelCamera({ onText }: { onText(text: string): void }) {
  const { t } = useTexts()
  const [deviceId, setDeviceId] = useState<string | null>(null)
  const { video, state } = useCamera({ facing: 'environment', deviceId, onChoice: setDeviceId })
  const receive = useRef(onText)
  useEffect(() => {
    receive.current = onText
  })
  useEffect(() => {
    if (state === 'live') return startQrReader(video.current!, (text) => receive.current(text))
  }, [video, state])
  return (
    <div className="picture">
      <video ref={video} muted playsInline aria-label={t('capture:live')} />
      {state !== 'live' && (
        <div className="no-picture">
          <Icon name="camera" size={40} />
          <p>{t(`apply:camera.${state}`)}</p>
        </div>
      )}
    </div>
  )
}

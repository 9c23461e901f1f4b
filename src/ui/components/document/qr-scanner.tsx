import { useEffect, useRef, useState } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import { useChosenCamera } from '../../core/use-chosen-camera.ts'
import { startQrReader } from '../../../camera/qr-reader.ts'
import { CameraView } from './camera-view.tsx'
import { SheetDialog } from '../../../design/components/dialog.tsx'

/** The camera looks for the application's QR code until it finds one that is a reference. */
export function QrScanner({ onText, onClose }: { onText(text: string): boolean; onClose(): void }) {
  const { t } = useTexts()
  const camera = useChosenCamera()
  const { video, state } = camera
  const [foreign, setForeign] = useState(false)
  const receive = useRef(onText)
  useEffect(() => {
    receive.current = onText
  })
  useEffect(() => {
    if (state !== 'live') return
    return startQrReader(video.current!, (text) => setForeign(!receive.current(text)))
  }, [video, state])
  return (
    <SheetDialog title={t('home:scanTitle')} closeLabel={t('common:close')} onClose={onClose}>
      <CameraView camera={camera} hint={t(foreign ? 'home:scanForeign' : 'home:scanHint')}>
        <rect x="30" y="12" width="40" height="51" rx="3" className={foreign ? 'outline bad' : 'outline'} />
      </CameraView>
    </SheetDialog>
  )
}

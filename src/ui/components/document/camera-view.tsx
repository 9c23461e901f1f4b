import type { ReactNode } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import type { Camera } from '../../../camera/use-camera.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { Icon } from '../../../design/components/icon.tsx'

/** `whole` follows the picture's shape; `upright` is a portrait, 35 by 45, as high as the picture and never distorted. */
const fields = {
  whole: { viewBox: '0 0 100 75', preserveAspectRatio: 'none' },
  upright: { viewBox: '0 0 58.3 75', preserveAspectRatio: 'xMidYMid meet' },
} as const

interface CameraViewProps {
  camera: Camera
  /** One hint in words, beside or below the picture. */
  hint: string
  tone?: 'plain' | 'good' | 'attention'
  /** SVG shapes over the picture, in its `field`. */
  children?: ReactNode
  field?: keyof typeof fields
  /** What else stands with the hint. */
  beside?: ReactNode
  shape?: 'beside' | 'below'
}

/** The live picture with its outline and its hint; what to do where there is no picture. Its place never changes size. */
export function CameraView(props: CameraViewProps) {
  const { camera, hint, tone = 'plain', children, beside, shape = 'below', field = 'whole' } = props
  const { t } = useTexts()
  const { video, state, devices, deviceId } = camera
  const next = devices[(devices.findIndex(({ id }) => id === deviceId) + 1) % devices.length]
  return (
    <div className={`camera ${shape}`}>
      <div className="picture">
        <video ref={video} muted playsInline aria-label={t('capture:live')} />
        {state === 'live' && (
          <svg {...fields[field]} aria-hidden="true">
            {children}
          </svg>
        )}
        {state !== 'live' && (
          <div className="no-picture">
            <Icon name="camera" size={40} />
            <p>{t(`capture:camera.${state}`)}</p>
            {state !== 'starting' && <ActionButton onPress={camera.retry}>{t('capture:retryCamera')}</ActionButton>}
          </div>
        )}
      </div>
      <div className="camera-foot">
        <p className={`camera-hint ${tone}`} role="status">
          {state === 'live' ? hint : ''}
        </p>
        {beside}
        {devices.length > 1 && next && (
          <ActionButton kind="quiet" icon="camera" onPress={() => camera.use(next.id)}>
            {t('capture:otherCamera')}
          </ActionButton>
        )}
      </div>
    </div>
  )
}

import { useEffect, useState, type RefObject } from 'react'
import type { ComparedPicture } from '../../../contract/decision.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'
import type { TextKey } from '../../../texts/text-key.ts'
import { watchPicture, type PictureHint } from '../../../camera/picture-hints.ts'
import { useChosenCamera } from '../../core/use-chosen-camera.ts'
import { useIntent, useRequest, useSession, useUiState } from '../../core/context.tsx'
import { useTexts } from '../../core/use-texts.ts'
import { CameraView } from '../document/camera-view.tsx'
import { FaceGuide } from './face-guide.tsx'
import { FailureLine } from '../layout/failure-panel.tsx'

/** Freezes the live picture. One that does not serve is set aside for another, and counted: pictures are capped. */
function useFrozenPicture(video: RefObject<HTMLVideoElement | null>) {
  const { run, pending, failure } = useIntent()
  const [frozen, setFrozen] = useState(false)
  function freeze() {
    video.current?.pause()
    setFrozen(true)
  }
  async function takeAnother() {
    if ((await run('session.captureFailed', { kind: 'person', code: 'person_picture_unusable' })) === undefined) return
    void video.current?.play()
    setFrozen(false)
  }
  return { frozen, toggle: () => (frozen ? void takeAnother() : freeze()), pending, failure }
}

interface LivePortraitProps {
  onPicture(picture: ComparedPicture): void
}

/**
 * The live picture cropped like a portrait and never mirrored: a mole is on the side where the chip's portrait has it. It can
 * be frozen to look at calmly; nothing of it is kept. `onPicture` learns whether there is one good enough to compare.
 */
export function LivePortrait({ onPicture }: LivePortraitProps) {
  const isTraining = useUiState(({ status }) => status?.training === true)
  return isTraining ? <PlayedPortrait onPicture={onPicture} /> : <Portrait onPicture={onPicture} still={null} />
}

/** In the exercise a picture stands for the citizen where a face is what has to be judged. */
function PlayedPortrait({ onPicture }: LivePortraitProps) {
  const reference = useSession().application?.reference ?? ''
  const { data, code } = useRequest('exercise.face', { reference })
  if (!data && !code) return <div className="live-face" />
  return <Portrait onPicture={onPicture} still={data?.dataUrl ?? null} />
}

function Portrait({ onPicture, still }: LivePortraitProps & { still: string | null }) {
  const { t } = useTexts()
  const { attempts, attemptsAllowed } = useSession().person
  const camera = useChosenCamera('user', still)
  const { video, state } = camera
  const { frozen, toggle, pending, failure } = useFrozenPicture(video)
  const [hint, setHint] = useState<PictureHint>('looking')
  useEffect(() => {
    if (state !== 'live' || frozen) return
    return watchPicture(video.current!, setHint)
  }, [video, state, frozen])
  const picture = state !== 'live' || hint !== 'good' ? 'none' : frozen ? 'frozen' : 'live'
  useEffect(() => onPicture(picture), [onPicture, picture])

  const remaining = attemptsAllowed - attempts
  const said: TextKey = frozen ? (remaining === 1 ? 'person:frozenLast' : 'person:frozen') : `person:hint.${hint}`
  return (
    <div className="live-face">
      <CameraView
        camera={camera}
        field="upright"
        hint={t(said, { count: attempts + 1, allowed: attemptsAllowed })}
        tone={hint === 'good' ? 'good' : 'attention'}
        beside={
          state === 'live' &&
          remaining > 0 && (
            <ActionButton pending={pending} onPress={toggle}>
              {t(frozen ? 'person:another' : 'person:freeze')}
            </ActionButton>
          )
        }
      >
        <FaceGuide hint={hint} />
      </CameraView>
      {still && <p className="small soft">{t('exercise:played')}</p>}
      <FailureLine failure={failure} />
    </div>
  )
}

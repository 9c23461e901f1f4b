import { useEffect, useState, type RefObject } from 'react'
import { useTexts } from '../core/use-texts.ts'
import { type TextKey } from '../../texts/text-key.ts'
import { ToggleButton } from 'react-aria-components'
import { FaceFeature } from '../../contract/decision.ts'
import type { PersonJudgement } from '../../contract/decision.ts'
import { watchPicture, type PictureHint } from '../camera/picture-hints.ts'
import { useCamera } from '../camera/use-camera.ts'
import { ActionButton, NextButton } from '../../design/components/buttons.tsx'
import { CameraView } from '../components/document/camera-view.tsx'
import { Notice } from '../../design/components/notice.tsx'
import { FailureLine } from '../components/frame/failure-panel.tsx'
import { Icon } from '../../design/components/icon.tsx'
import { ChipFace } from '../components/chip/chip-face.tsx'
import { StepFrame } from '../components/frame/step-frame.tsx'
import { useIntent, useSession } from '../core/context.tsx'

/** The person beside the chip's portrait: same size, same eye line, a list of features, and the clerk's own judgement. */
export function PersonStep() {
  const { t } = useTexts()
  const { chip, person } = useSession()
  const { run, pending, code } = useIntent()
  const exhausted = person.attempts >= person.attemptsAllowed
  const [differing, setDiffering] = useState<FaceFeature[]>([])
  const judge = (judgement: PersonJudgement) => void run('session.judgePerson', { judgement, differing })
  return (
    <StepFrame
      title={t('person:title')}
      lead={t(chip.portrait ? 'person:lead' : 'person:leadNoPortrait')}
      next={
        <div className="row answers">
          <ActionButton pending={pending} onPress={() => judge('undetermined')}>
            {t('person:undetermined')}
          </ActionButton>
          <ActionButton pending={pending} onPress={() => judge('different')}>
            {t('person:different')}
          </ActionButton>
          <NextButton pending={pending} disabled={exhausted} onPress={() => judge('same')}>
            {t('person:same')}
          </NextButton>
        </div>
      }
    >
      {exhausted && (
        <Notice tone="attention">
          <strong>{t('person:exhausted')}</strong>
          <p>{t('person:exhaustedWays')}</p>
        </Notice>
      )}
      <div className="faces">
        <LivePortrait />
        {chip.portrait && <ChipFace portrait={chip.portrait} />}
      </div>
      <FeatureList differing={differing} onChange={setDiffering} />
      <FailureLine code={code} />
    </StepFrame>
  )
}

/** Freezes the live picture. One that does not serve is set aside for another, and counted: pictures are capped. */
function useFrozenPicture(video: RefObject<HTMLVideoElement | null>) {
  const { run, pending, code } = useIntent()
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
  return { frozen, toggle: () => (frozen ? void takeAnother() : freeze()), pending, code }
}

/** The live picture cropped like a portrait; it can be frozen to look at calmly. Nothing of it is kept. */
function LivePortrait() {
  const { t } = useTexts()
  const { attempts, attemptsAllowed } = useSession().person
  const camera = useCamera('user')
  const { video, state } = camera
  const { frozen, toggle, pending, code } = useFrozenPicture(video)
  const [hint, setHint] = useState<PictureHint>('looking')
  useEffect(() => {
    if (state !== 'live' || frozen) return
    return watchPicture(video.current!, setHint)
  }, [video, state, frozen])

  const remaining = attemptsAllowed - attempts
  const said: TextKey = frozen ? (remaining === 1 ? 'person:frozenLast' : 'person:frozen') : `person:hint.${hint}`
  return (
    <div className="live-face">
      <CameraView
        camera={camera}
        hint={t(said, { count: attempts + 1, allowed: attemptsAllowed })}
        tone={hint === 'good' || frozen ? 'good' : 'attention'}
        beside={
          state === 'live' &&
          remaining > 0 && (
            <ActionButton pending={pending} onPress={toggle}>
              {t(frozen ? 'person:another' : 'person:freeze')}
            </ActionButton>
          )
        }
        mirrored
      >
        <ellipse cx="50" cy="37" rx="27" ry="28" className={hint === 'good' ? 'outline steady' : 'outline'} />
        <path d="M14 33.75h72" className="outline eye" />
      </CameraView>
      <FailureLine code={code} />
    </div>
  )
}

interface FeatureListProps {
  differing: FaceFeature[]
  onChange(differing: FaceFeature[]): void
}

function FeatureList({ differing, onChange }: FeatureListProps) {
  const { t } = useTexts()
  return (
    <section className="stack tight" aria-labelledby="features">
      <div className="features-head">
        <h2 id="features">{t('person:features')}</h2>
        <p className="soft">{t('person:featuresLead')}</p>
      </div>
      <div className="face-features">
        {FaceFeature.options.map((feature) => (
          <ToggleButton
            key={feature}
            className="choice"
            isSelected={differing.includes(feature)}
            onChange={(on) => onChange(on ? [...differing, feature] : differing.filter((other) => other !== feature))}
          >
            <span className="tick">{differing.includes(feature) && <Icon name="cross" size={16} />}</span>
            <span className="text">{t(`person:feature.${feature}`)}</span>
          </ToggleButton>
        ))}
      </div>
    </section>
  )
}

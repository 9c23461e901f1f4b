import { useEffect, useState } from 'react'
import type { StationStatus } from '../../contract/status.ts'
import { watchPicture, type PictureHint } from '../../camera/picture-hints.ts'
import { Mark, type Tone } from '../../design/components/mark.tsx'
import { Segments } from '../../design/components/segments.tsx'
import { sayKnown } from '../../texts/texts-in.ts'
import { PlacementTips } from '../components/chip/placement-tips.tsx'
import { ReaderPicture } from '../components/chip/reader-picture.tsx'
import { CameraView } from '../components/document/camera-view.tsx'
import { FaceGuide } from '../components/person/face-guide.tsx'
import { HelpContact } from '../components/layout/help-contact.tsx'
import { OfficeLayout } from '../components/layout/office-layout.tsx'
import { useUiState } from '../core/context.tsx'
import { useChosenCamera } from '../core/use-chosen-camera.ts'
import { useTexts } from '../core/use-texts.ts'

/** Reader and camera tried without a case, where to lay which document, the keyboard's keys, and the support desk's number. */
export function EquipmentScreen() {
  const { t } = useTexts()
  return (
    <OfficeLayout title={t('equipment:title')} lead={t('equipment:lead')}>
      <div className="equipment">
        <ReaderTest />
        <CameraTest />
        <Keys />
        <section className="panel stack" aria-labelledby="contact">
          <h2 id="contact">{t('equipment:contact')}</h2>
          <HelpContact otherwise={t('equipment:noContact')} />
        </section>
      </div>
    </OfficeLayout>
  )
}

const tones: Record<StationStatus['reader']['state'], Tone> = {
  ready: 'good',
  document_present: 'good',
  simulated: 'open',
  none: 'bad',
  service_down: 'bad',
  fault: 'bad',
}
const kinds = ['passport', 'card'] as const

function ReaderTest() {
  const { t } = useTexts()
  const [kind, setKind] = useState<(typeof kinds)[number]>('card')
  const { state, name } = useUiState((ui) => ui.status!.reader)
  const passport = kind === 'passport'
  const remedy = sayKnown(t, `equipment:mend.${state}`, '')
  return (
    <section className="panel stack" aria-labelledby="reader">
      <h2 id="reader">{t('equipment:reader')}</h2>
      <div role="status">
        <Mark tone={tones[state]}>{t(`equipment:state.${state}`)}</Mark>
      </div>
      {remedy !== '' && <p>{remedy}</p>}
      {name && <p className="soft small">{name}</p>}
      <Segments
        label={t('equipment:which')}
        value={kind}
        onChange={setKind}
        options={kinds.map((value) => ({ value, label: t(`equipment:kind.${value}`) }))}
      />
      <ReaderPicture passport={passport} state={state === 'document_present' ? 'placed' : 'empty'} />
      <p>{t(passport ? 'chip:leadPassport' : 'chip:leadCard')}</p>
      <PlacementTips passport={passport} />
    </section>
  )
}

function CameraTest() {
  const { t } = useTexts()
  const camera = useChosenCamera('user')
  const { video, state } = camera
  const [hint, setHint] = useState<PictureHint>('looking')
  useEffect(() => {
    if (state === 'live') return watchPicture(video.current!, setHint)
  }, [video, state])
  return (
    <section className="panel stack" aria-labelledby="camera">
      <h2 id="camera">{t('equipment:camera')}</h2>
      <CameraView
        camera={camera}
        field="upright"
        hint={t(`person:hint.${hint}`)}
        tone={hint === 'good' ? 'good' : 'attention'}
      >
        <FaceGuide hint={hint} />
      </CameraView>
    </section>
  )
}

const keys = ['enter', 'digits', 'escape', 'tab'] as const

function Keys() {
  const { t } = useTexts()
  return (
    <section className="panel stack" aria-labelledby="keys">
      <h2 id="keys">{t('equipment:keys')}</h2>
      <dl className="keys">
        {keys.map((key) => (
          <div key={key}>
            <dt>
              <kbd>{t(`equipment:keyName.${key}`)}</kbd>
            </dt>
            <dd>{t(`equipment:key.${key}`)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

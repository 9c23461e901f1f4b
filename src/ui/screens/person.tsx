import { useState } from 'react'
import {
  judgementDelayMs,
  NoPictureReason,
  type ComparedPicture,
  type FaceFeature,
  type PersonJudgement,
  type ReviewReason,
} from '../../contract/decision.ts'
import type { SessionChip } from '../../contract/session.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { SheetDialog } from '../../design/components/dialog.tsx'
import { Judgement } from '../../design/components/judgement.tsx'
import { Notice } from '../../design/components/notice.tsx'
import { ChipFace } from '../components/chip/chip-face.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { StepLayout } from '../components/layout/step-layout.tsx'
import { FeatureList } from '../components/person/feature-list.tsx'
import { LivePortrait } from '../components/person/live-portrait.tsx'
import { useIntent, useSession, useUi, useUiState } from '../core/context.tsx'
import { useTexts } from '../core/use-texts.ts'

const judgements = ['same', 'different', 'undetermined'] as const satisfies PersonJudgement[]

/** A live picture beside the chip's portrait, as others see the person; the clerk compares feature by feature, and judges. */
export function PersonStep() {
  const { t } = useTexts()
  const { chip, person, reviews } = useSession()
  const { run, pending, failure } = useIntent()
  const [picture, setPicture] = useState<ComparedPicture>('none')
  const [open, setOpen] = useState<'contradiction' | 'noPicture' | null>(null)
  const { differing, mark } = useDiffering()
  const exhausted = person.attempts >= person.attemptsAllowed
  const answer = (judgement: PersonJudgement, noPictureReason: NoPictureReason | null = null) => {
    if (judgement === 'same' && differing.length > 0) setOpen('contradiction')
    else void run('session.judgePerson', { judgement, differing, picture, noPictureReason })
  }
  const answers = judgements.map((value) => ({
    value,
    label: t(`person:${value}`),
    disabled: value === 'same' && (exhausted || picture === 'none'),
  }))
  return (
    <StepLayout
      title={t('person:title')}
      lead={t(leadOf(chip, reviews))}
      side={
        <>
          <FeatureList differing={differing} onChange={mark} />
          <Judgement
            label={t('person:question')}
            question="person"
            delayMs={judgementDelayMs}
            pending={pending}
            answers={answers}
            onAnswer={answer}
          />
          <p className="small soft needs-picture">{picture === 'none' && !exhausted && t('person:needsPicture')}</p>
          <FailureLine failure={failure} />
          <ActionButton kind="quiet" onPress={() => setOpen('noPicture')}>
            {t('person:noPicture')}
          </ActionButton>
        </>
      }
    >
      {exhausted && <Exhausted />}
      <div className={chip.portrait ? 'faces' : 'faces one'}>
        <LivePortrait onPicture={setPicture} />
        {chip.portrait && <ChipFace portrait={chip.portrait} />}
      </div>
      {open === 'contradiction' && (
        <Contradiction differing={differing} onUnmark={() => mark([])} onClose={() => setOpen(null)} />
      )}
      {open === 'noPicture' && (
        <WithoutPicture onReason={(reason) => answer('undetermined', reason)} onClose={() => setOpen(null)} />
      )}
    </StepLayout>
  )
}

/** What the face is compared with: the chip's portrait, the printed one because the chip was read and gave none, or because there is no chip. */
function leadOf({ portrait }: SessionChip, reviews: readonly ReviewReason[]) {
  if (portrait) return 'person:lead'
  return reviews.includes('chip_portrait_unread') ? 'person:leadChipWithoutPortrait' : 'person:leadNoPortrait'
}

/** What was marked as differing: kept when the clerk goes back and comes again. */
function useDiffering() {
  const { store } = useUi()
  const before = useSession().person.differing
  const marked = useUiState((state) => state.differing)
  return { differing: marked ?? before, mark: (differing: FaceFeature[]) => store.setState({ differing }) }
}

function Exhausted() {
  const { t } = useTexts()
  return (
    <Notice tone="attention">
      <strong>{t('person:exhausted')}</strong>
      <p>{t('person:exhaustedWays')}</p>
    </Notice>
  )
}

/** "Same person" with features that differ: asked, and neither answer judges. */
function Contradiction(props: { differing: FaceFeature[]; onUnmark(): void; onClose(): void }) {
  const { t } = useTexts()
  const features = props.differing.map((feature) => t(`person:feature.${feature}`)).join(', ')
  const unmark = () => {
    props.onUnmark()
    props.onClose()
  }
  return (
    <SheetDialog title={t('person:contradictionTitle')} role="alertdialog" onClose={props.onClose}>
      <p>{t('person:contradictionText', { features })}</p>
      <div className="ends">
        <ActionButton onPress={unmark}>{t('person:unmark')}</ActionButton>
        <ActionButton onPress={props.onClose}>{t('person:keepMarks')}</ActionButton>
      </div>
    </SheetDialog>
  )
}

/** The stated way without a camera: the reason is recorded, and only a manager can then confirm the person. */
function WithoutPicture({ onReason, onClose }: { onReason(reason: NoPictureReason): void; onClose(): void }) {
  const { t } = useTexts()
  return (
    <SheetDialog title={t('person:noPictureTitle')} closeLabel={t('common:close')} onClose={onClose}>
      <p>{t('person:noPictureLead')}</p>
      <div className="stack tight">
        {NoPictureReason.options.map((reason) => (
          <ActionButton key={reason} onPress={() => onReason(reason)}>
            {t(`person:noPictureReason.${reason}`)}
          </ActionButton>
        ))}
      </div>
    </SheetDialog>
  )
}

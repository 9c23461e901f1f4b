import { useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import { documentTypes } from '../../contract/documents.ts'
import type { DocumentType } from '../../contract/identity.ts'
import { ActionButton, NextButton } from '../../design/components/buttons.tsx'
import { ChipChecks } from '../components/chip/chip-checks.tsx'
import { ChipProgressView } from '../components/chip/chip-progress.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { Notice } from '../../design/components/notice.tsx'
import { PortraitView } from '../components/chip/portrait-view.tsx'
import { PlacementTips } from '../components/chip/placement-tips.tsx'
import { ReaderPicture } from '../components/chip/reader-picture.tsx'
import { StepLayout } from '../components/layout/step-layout.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { useIntent, useSession, useUiState, type Intent } from '../core/context.tsx'
import { LaySpecimen } from './lay-specimen.tsx'

const isBook = (type: DocumentType | null): boolean => type !== null && documentTypes[type].form === 'book'

/** The chip: put the document down, read, see the verdicts. A chip proved genuine moves on by itself. */
export function ChipStep() {
  const { chip } = useSession()
  const intent = useIntent()
  if (chip.phase === 'waiting' || chip.phase === 'reading') return <ChipReading intent={intent} />
  if (chip.phase === 'read') return <ChipRead intent={intent} />
  return chip.asksForCan ? <ChipCan intent={intent} /> : <ChipIdle intent={intent} />
}

function ChipIdle({ intent }: { intent: Intent }) {
  const { t } = useTexts()
  const { document, chip } = useSession()
  const reader = useUiState((state) => state.status!.reader)
  return (
    <StepLayout
      title={t('chip:title')}
      lead={t(isBook(document.type) ? 'chip:leadPassport' : 'chip:leadCard')}
      focusKey="chip"
      next={
        <NextButton pending={intent.pending} onPress={() => void intent.run('session.readChip', { can: null })}>
          {t('chip:read')}
        </NextButton>
      }
    >
      <ReaderPicture
        passport={isBook(document.type)}
        state={reader.state === 'document_present' ? 'placed' : 'empty'}
      />
      <FailureLine failure={intent.failure} />
      <LaySpecimen />
      <PlacementTips passport={isBook(document.type)} />
      {chip.attempts > 0 && (
        <p className="soft">{t('capture:attempts', { count: chip.attempts, allowed: chip.attemptsAllowed })}</p>
      )}
      <Unavailable intent={intent} />
    </StepLayout>
  )
}

function ChipCan({ intent }: { intent: Intent }) {
  const { t } = useTexts()
  const { document } = useSession()
  const [can, setCan] = useState('')
  const whole = /^\d{6}$/.test(can)
  return (
    <StepLayout
      title={t('chip:canTitle')}
      lead={t('chip:canLead')}
      focusKey="can"
      next={
        <NextButton
          disabled={!whole}
          pending={intent.pending}
          onPress={() => void intent.run('session.readChip', { can })}
        >
          {t('chip:read')}
        </NextButton>
      }
    >
      <div className="can">
        <TextEntry
          label={t('chip:can')}
          hint={t('chip:canHint')}
          value={can}
          onChange={(typed) => setCan(typed.replace(/\D/g, '').slice(0, 6))}
          inputMode="numeric"
          className="mono can-input"
          autoFocus
        />
        <ReaderPicture passport={isBook(document.type)} state="can" />
      </div>
      <FailureLine failure={intent.failure} />
      <LaySpecimen />
      <Unavailable intent={intent} />
    </StepLayout>
  )
}

function ChipReading({ intent }: { intent: Intent }) {
  const { t } = useTexts()
  const { chip, document } = useSession()
  const waiting = chip.phase === 'waiting'
  return (
    <StepLayout
      title={t(waiting ? 'chip:waiting' : 'chip:reading')}
      lead={t(waiting ? 'chip:waitingLead' : 'chip:holdStill')}
      focusKey="reading"
      next={
        <NextButton kind="plain" pending={intent.pending} onPress={() => void intent.run('session.stopChip', {})}>
          {t('chip:stop')}
        </NextButton>
      }
    >
      <div className="chip-reading">
        <ReaderPicture passport={isBook(document.type)} state={waiting ? 'empty' : 'reading'} />
        <PortraitView portrait={chip.portrait} alt={t('chip:portrait')} />
      </div>
      <ChipProgressView chip={chip} />
      {waiting && <LaySpecimen />}
      {waiting && <PlacementTips passport={isBook(document.type)} />}
      <FailureLine failure={intent.failure} />
      {waiting && <Unavailable intent={intent} />}
    </StepLayout>
  )
}

/** Read, but something keeps it from moving on: the clerk sees which check, and decides. */
function ChipRead({ intent }: { intent: Intent }) {
  const { t } = useTexts()
  const { chip } = useSession()
  const bad = chip.checks.some(({ verdict }) => verdict === 'failed')
  return (
    <StepLayout
      title={t(bad ? 'chip:doubtful' : 'chip:readTitle')}
      focusKey="read"
      next={
        <NextButton pending={intent.pending} onPress={() => void intent.run('session.readChip', { can: null })}>
          {t('chip:readAgain')}
        </NextButton>
      }
    >
      {bad && (
        <Notice tone="bad">
          <p>{t('chip:doubtfulText')}</p>
        </Notice>
      )}
      <div className="chip-result">
        <PortraitView portrait={chip.portrait} alt={t('chip:portrait')} />
        <ChipChecks checks={chip.checks} />
      </div>
      <FailureLine failure={intent.failure} />
    </StepLayout>
  )
}

function Unavailable({ intent }: { intent: Intent }) {
  const { t } = useTexts()
  const declare = (reason: 'chip_defective' | 'reader_defective') =>
    void intent.run('session.chipUnavailable', { reason })
  return (
    <div className="row ways">
      <ActionButton kind="quiet" onPress={() => declare('chip_defective')}>
        {t('layout:wayRound.chipDefective')}
      </ActionButton>
      <ActionButton kind="quiet" onPress={() => declare('reader_defective')}>
        {t('layout:wayRound.readerDefective')}
      </ActionButton>
    </div>
  )
}

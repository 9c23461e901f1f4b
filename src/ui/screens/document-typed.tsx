import { useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import { documentTypes } from '../../contract/documents.ts'
import type { DocumentType } from '../../contract/identity.ts'
import { NextButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { MrzChecks } from '../components/document/mrz-checks.tsx'
import { MrzEditor } from '../components/document/mrz-editor.tsx'
import { Segments } from '../../design/components/segments.tsx'
import { StepLayout } from '../components/layout/step-layout.tsx'
import { useSession, useUiState } from '../core/context.tsx'
import {
  captureOf,
  correctionsBetween,
  isTyped,
  parseLines,
  layoutOf,
  typedLayouts,
  type TypedLayout,
} from '../core/mrz-lines.ts'
import type { CaptureProps } from './capture-props.ts'

/** The layout of a document's lines; a passport's where it has none that is typed. */
const usualLayout = (type: DocumentType): TypedLayout =>
  documentTypes[type].mrzs.map(({ format }) => format).find(isTyped) ?? 'TD3'
const blank = (layout: TypedLayout): string[] => Array.from({ length: typedLayouts[layout].lines }, () => '')

/** The lines typed by hand, or those the chip refused put right; checked while they are typed. */
export function DocumentTyped({ onCapture, modes, problem, pending }: CaptureProps) {
  const { t } = useTexts()
  const session = useSession()
  const doubted = useUiState((state) => state.doubtedLines)
  const usual = usualLayout(session.application?.declared.documentType ?? 'other')
  const [layout, setLayout] = useState<TypedLayout>((doubted && layoutOf(doubted)) ?? usual)
  const [lines, setLines] = useState(() => doubted ?? blank(layout))
  const { width } = typedLayouts[layout]
  const whole = lines.every((line) => line.length === width)
  const judged = whole ? parseLines(lines, new Date(`${session.today}T12:00:00Z`)) : null
  return (
    <StepLayout
      title={t(doubted ? 'document:correctTitle' : 'document:typedTitle')}
      lead={t(doubted ? 'document:correctLead' : 'document:typedLead')}
      next={
        <NextButton
          disabled={!judged?.reading}
          pending={pending}
          onPress={() => onCapture(captureOf(lines, 'typed', correctionsBetween(doubted ?? [], lines)))}
        >
          {t('document:useLines')}
        </NextButton>
      }
    >
      {modes}
      <Segments
        label={t('document:layout')}
        value={layout}
        onChange={(next) => {
          setLayout(next)
          setLines(blank(next))
        }}
        options={(Object.keys(typedLayouts) as TypedLayout[]).map((value) => ({
          value,
          label: t(`document:layouts.${value}`),
        }))}
      />
      <MrzEditor lines={lines} width={width} onChange={setLines} autoFocus />
      <FailureLine failure={judged?.code ?? null} />
      <MrzChecks reading={judged?.reading ?? null} />
      {problem}
    </StepLayout>
  )
}

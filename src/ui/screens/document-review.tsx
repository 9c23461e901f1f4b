import { useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import type { MrzCapture, MrzReading } from '../../contract/mrz.ts'
import { ActionButton, NextButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { MrzChecks } from '../components/document/mrz-checks.tsx'
import { MrzChanges, MrzDoubts } from '../components/document/mrz-doubts.tsx'
import { MrzEditor } from '../components/document/mrz-editor.tsx'
import { StepLayout } from '../components/layout/step-layout.tsx'
import { useSession } from '../core/context.tsx'
import { captureOf, correctionsBetween, parseLines } from '../core/mrz-lines.ts'

interface DocumentReviewProps {
  mrz: MrzReading
  pending: boolean
  problem: React.JSX.Element
  onCapture(capture: MrzCapture): void
  onAgain(): void
}

/** What was read but not wholly vouched for: the clerk compares it with the document, character by character if need be. */
export function DocumentReview({ mrz, pending, problem, onCapture, onAgain }: DocumentReviewProps) {
  const { t } = useTexts()
  const { document, today } = useSession()
  const [lines, setLines] = useState(mrz.lines)
  const width = mrz.lines[0]!.length
  const whole = lines.every((line) => line.length === width)
  const judged = whole ? parseLines(lines, new Date(`${today}T12:00:00Z`)) : null
  const reading = judged?.reading ?? null
  const wrong = (reading?.checks ?? []).filter(({ ok }) => !ok).map(({ line, from }) => ({ line, column: from }))
  const doubtful = [...document.uncertain, ...wrong]
  return (
    <StepLayout
      title={t('document:reviewTitle')}
      lead={t('document:reviewLead')}
      focusKey="review"
      next={
        <NextButton
          disabled={reading === null}
          pending={pending}
          onPress={() =>
            onCapture(
              captureOf(lines, document.source ?? 'typed', [
                ...document.corrections,
                ...correctionsBetween(mrz.lines, lines),
              ]),
            )
          }
        >
          {t('document:linesRight')}
        </NextButton>
      }
    >
      <MrzEditor lines={lines} width={width} onChange={setLines} doubtful={doubtful} corrected={document.corrections} />
      <MrzChanges lines={mrz.lines} corrections={document.corrections} />
      <MrzDoubts uncertain={document.uncertain} reading={reading} />
      <FailureLine failure={judged?.code ?? null} />
      <MrzChecks reading={reading} corrections={document.corrections} />
      {problem}
      <div>
        <ActionButton icon="camera" onPress={onAgain}>
          {t('document:again')}
        </ActionButton>
      </div>
    </StepLayout>
  )
}

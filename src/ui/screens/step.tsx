import type { Step } from '../../contract/session.ts'
import { useSession } from '../core/context.tsx'
import { ApplicationStep } from './application.tsx'
import { ChipStep } from './chip.tsx'
import { ComparisonStep } from './comparison.tsx'
import { DecisionStep } from './decision.tsx'
import { DocumentStep } from './document.tsx'
import { FailedStep } from './failed-step.tsx'
import { InspectionStep } from './inspection.tsx'
import { PersonStep } from './person.tsx'
import { ReceiptStep } from './receipt.tsx'

const screens: Record<Step, () => React.JSX.Element | null> = {
  application: ApplicationStep,
  document: DocumentStep,
  chip: ChipStep,
  comparison: ComparisonStep,
  inspection: InspectionStep,
  person: PersonStep,
  decision: DecisionStep,
  receipt: ReceiptStep,
}

/** The session's step, or what went wrong in it. */
export function StepScreen() {
  const { step, failure } = useSession()
  if (failure) return <FailedStep failure={failure} />
  const Screen = screens[step]
  return <Screen />
}

import type { DailyLogRow } from '../../contract/daily-log.ts'
import { Failure } from '../../contract/failure.ts'
import { ReceiptCheckName, type Receipt, type ReceiptCheck } from '../../contract/receipt.ts'
import type { Session } from '../../contract/session.ts'

/** What the station adds to every receipt. */
export type IssuingBranch = Pick<Receipt, 'branchName' | 'contact' | 'timeZone' | 'training'>

const checkStates = { passed: 'passed', failed: 'failed' } as const

function checkOf(session: Session, name: ReceiptCheckName): ReceiptCheck {
  if (name === 'consent')
    return session.consent === null
      ? { name, state: 'not_made', why: 'ended_before' }
      : { name, state: 'passed', why: null }
  // A chip that was not read was not checked, whatever the journey says of the step.
  if (name === 'chip' && session.chip.phase !== 'read')
    return { name, state: 'not_made', why: session.chip.unavailableReason ?? 'ended_before' }
  const step = session.steps.find((entry) => entry.step === name)
  const made = step?.state === 'passed' || step?.state === 'failed' ? checkStates[step.state] : null
  return made === null ? { name, state: 'not_made', why: 'ended_before' } : { name, state: made, why: null }
}

/** The receipt of the session just sealed. Code: session_wrong_step before that. */
export function receiptOfSession(session: Session, place: IssuingBranch): Receipt {
  const { sealed, application, document, provisional } = session
  if (sealed === null || application === null) throw new Failure('session_wrong_step')
  const { packetId, sealedAt, outcome, reasons } = sealed
  return {
    ...place,
    packetId,
    sealedAt,
    outcome,
    reasons,
    reference: application.reference,
    documentType: document.type,
    checks: ReceiptCheckName.options.map((name) => checkOf(session, name)),
    provisional: provisional && outcome === 'approved',
  }
}

/** The receipt printed again: what the log still holds, and nothing of anybody. */
export function receiptOfRow(row: DailyLogRow, place: IssuingBranch): Receipt {
  const { packetId, sealedAt, outcome, reasons, reference } = row
  return {
    ...place,
    packetId,
    sealedAt,
    outcome,
    reasons,
    reference,
    documentType: null,
    checks: null,
    provisional: false,
  }
}

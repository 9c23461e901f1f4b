import type { Session } from '../../contract/session.ts'

export type ReceiptCheck = 'document' | 'chip' | 'comparison' | 'inspection' | 'person' | 'consent'

/** Which of the checks were made in this session. */
export function checksDone(session: Session): Record<ReceiptCheck, boolean> {
  const passed = (step: Session['step']) =>
    session.steps.some((entry) => entry.step === step && entry.state === 'passed')
  return {
    document: passed('document'),
    chip: passed('chip'),
    comparison: passed('comparison'),
    inspection: passed('inspection'),
    person: passed('person'),
    consent: session.consent !== null,
  }
}

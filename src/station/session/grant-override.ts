import { Failure } from '../../contract/failure.ts'
import type { RequestInput } from '../../contract/requests.ts'
import { reduceSession } from '../../enrolment/session/reduce.ts'
import type { SessionContext } from '../../enrolment/session/events.ts'
import type { Operators, OperatorSession } from '../people/port.ts'
import type { Sealing } from '../seal/port.ts'
import type { RunningSession } from './running-session.ts'

/** A second person's release of one gate of the session under way, signed with their PIN. */
export async function grantOverride(
  parts: { operators: Operators; sealing: Sealing; context: () => SessionContext },
  running: RunningSession,
  input: RequestInput<'session.override'>,
) {
  const { gate, managerId, pin, reason, text } = input
  const { sessionId, application, operator } = running.require()
  if (application === null) throw new Failure('session_incomplete')
  const { applicationId } = application
  await withSigner(parts.operators.confirm(managerId, pin, 'manager'), (manager) => {
    const state = running.get()
    if (state?.sessionId !== sessionId) throw new Failure('session_none')
    const { operatorId: secondPerson, role: managerRole } = manager.operator
    const { now } = parts.context()
    const unsigned = { gate, managerId: secondPerson, reason, text, givenAt: now, signature: '' }
    // Nothing is signed, nor recorded as given, that the rules refuse.
    reduceSession(state, { type: 'override_granted', override: unsigned, managerRole }, parts.context())
    const claim = { sessionId, applicationId, enrollerId: operator.operatorId, gate, reason, text }
    const override = parts.sealing.signOverride(manager, claim)
    running.advance({ type: 'override_granted', override, managerRole })
  })
}

/** Lends the operator unlocked by a PIN and forgets the key again. */
export async function withSigner(
  confirm: Promise<OperatorSession>,
  use: (session: OperatorSession) => void,
): Promise<void> {
  const session = await confirm
  try {
    use(session)
  } finally {
    session.close()
  }
}

import { isNetworkFailure } from '../../contract/failures/sync.ts'
import type { UnsettledOutcome } from '../appointments/outcomes.ts'
import { Failure } from '../../contract/failure.ts'
import type { Bus } from '../bus/create-bus.ts'
import type { Operators } from '../people/port.ts'
import type { CentralClient } from './central-client.ts'

export interface MasterDataParts {
  client: CentralClient
  operators: Pick<Operators, 'unpushed' | 'markPushed'>
  appointments: {
    unsettled(): UnsettledOutcome[]
    markSettled(appointmentId: string, revision: number): void
  }
  bus: Pick<Bus, 'publish'>
}

const json = { 'content-type': 'application/json' }

/** Tells central what only this station knows: its operators, and how the home visits went. One refusal stops none of the others. */
export async function pushMasterData(parts: MasterDataParts, signal: AbortSignal): Promise<void> {
  const failures: unknown[] = []
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      if (error instanceof Failure && isNetworkFailure(error.code)) throw error
      failures.push(error)
    }
  }
  for (const one of parts.operators.unpushed()) await attempt(() => pushOperator(parts, one, signal))
  for (const one of parts.appointments.unsettled()) await attempt(() => pushOutcome(parts, one, signal))
  if (failures.length > 0) throw failures[0]
}

async function pushOperator(
  { client, operators }: MasterDataParts,
  { operator, key, code, revision }: ReturnType<Operators['unpushed']>[number],
  signal: AbortSignal,
): Promise<void> {
  const { operatorId, displayName, role, trainedOn, revokedAt } = operator
  const said = { display_name: displayName, role, trained_on: trainedOn, key, revoked_at: revokedAt }
  const body = { ...said, code_set_by: code.setBy }
  const path = `/v1/operators/${encodeURIComponent(operatorId)}`
  const call = { method: 'PUT', path, access: 'token', headers: json, answer: null, signal } as const
  await client.call({ ...call, body: JSON.stringify(body) })
  operators.markPushed(operatorId, revision)
}

/** Central has dropped the appointment, or put it off since: nobody waits for this outcome any more. */
const unwanted = ['not_found', 'appointment_unknown', 'visit_not_due']

async function pushOutcome(
  { client, appointments, bus }: MasterDataParts,
  { appointmentId, operatorId, outcome, at, note, revision }: UnsettledOutcome,
  signal: AbortSignal,
): Promise<void> {
  const path = `/v1/appointments/${appointmentId}/outcome`
  const call = { method: 'POST', path, access: 'token', headers: json, answer: null, signal } as const
  try {
    await client.call({ ...call, body: JSON.stringify({ outcome, at, operator_id: operatorId, note }) })
  } catch (error) {
    if (!(error instanceof Failure && unwanted.includes(error.code))) throw error
  }
  appointments.markSettled(appointmentId, revision)
  bus.publish({ type: 'queue_changed' })
}

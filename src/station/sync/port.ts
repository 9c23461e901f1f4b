import type { z } from 'zod'
import type { ClerkFigures } from '../../contract/clerk-figures.ts'
import type { FailureCode } from '../../contract/failure.ts'
import type { Policy } from '../../contract/policy.ts'
import type { Visitor } from '../../contract/practice.ts'
import type { StationStatus } from '../../contract/status.ts'
import type { Environment } from '../../contract/protocol/environment.ts'
import type { LookupAnswer } from '../../contract/protocol/look-ups.ts'
import type { Roster } from '../../contract/protocol/people.ts'
import type { HandedSession } from '../../emrtd/witness.ts'
import type { BegunWitness, WitnessRequest } from './witness.ts'
import type { Signer } from '../../jose/signer.ts'

export interface StationIdentity {
  stationId: string | null
  branchName: string
  thumbprint: string | null
  state: 'unregistered' | 'pending' | 'active' | 'revoked' | 'retired' | 'wiped'
  environment: Environment
  /** Central answers that it does not know this station, or not by this key: it was restored from before. */
  isForgotten: boolean
}

export interface Sync {
  start(): void
  stop(): Promise<void>
  /** In training: acts as if central were out of reach, until switched back or restarted. Code: forbidden. */
  playOffline(offline: boolean): void
  playsOffline(): boolean
  /** Tries everything now, backoff or not. */
  wake(): void
  identity(): StationIdentity
  network(): StationStatus['network']
  policy(): Policy
  /** Why no session may be opened now: station_revoked, station_locked_no_contact, station_not_registered; or null. */
  gate(): FailureCode | null
  /** The version that this kiosk must have from a day on, while it lacks it. */
  update(): StationStatus['update']
  /** Codes: station_code_invalid, central_unreachable, training_forbidden … */
  register(code: string): Promise<{ stationId: string; thumbprint: string; state: 'pending' | 'active' }>
  /** Has central take a person's new key, by the code that central gave to them; answers the roster that names it. */
  enrolKey(personId: string, code: string, signer: Signer): Promise<Roster>
  /** Inside the caller's transaction. */
  acceptRoster(roster: Roster): void
  rotateKey(by: string): Promise<{ thumbprint: string }>
  /** Codes: application_*, central_unreachable … */
  lookup(reference: string, operatorId: string, signal: AbortSignal): Promise<z.infer<typeof LookupAnswer>>
  /** Codes: operator_revoked, operator_not_on_roster, central_unreachable … */
  figuresOf(operatorId: string, signal: AbortSignal): Promise<ClerkFigures>
  /** Training: the next citizen. Codes: training_forbidden, operator_revoked, operator_not_on_roster, central_unreachable … */
  nextVisitor(operatorId: string, signal: AbortSignal): Promise<Visitor>
  /** Central as witness of a Chip Authentication (sync/witness.ts). Codes: those of the network, and at once where central is not there. */
  beginWitness(request: WitnessRequest, signal: AbortSignal): Promise<BegunWitness | null>
  concludeWitness(
    witnessId: string,
    responses: readonly Uint8Array[],
    signal: AbortSignal,
  ): Promise<HandedSession | null>
  /** Fetches the postman's appointments; returns how many. */
  refreshAppointments(operatorId: string, signal: AbortSignal): Promise<number>
}

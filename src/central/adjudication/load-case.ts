import { isDeepStrictEqual } from 'node:util'
import type { Selectable } from 'kysely'
import { OverrideClaim } from '../../contract/override-claim.ts'
import type { PacketPayload } from '../../contract/sync.ts'
import { isReportedLost } from '../applications/lost-stolen.ts'
import { findApplication } from '../intake/application-store.ts'
import type { Central, Db } from '../context.ts'
import type { Tables } from '../database/tables.ts'
import { isSignedEs256, parseJson, parseJws } from '../../jose/jws.ts'
import { isUsableKey, publicKeyObject, thumbprintOf } from '../../jose/public-key.ts'
import { announceFirstSeen } from '../people/announce-in-training.ts'
import { isPersonsKey } from '../people/keys.ts'
import { endedAt, personOnDay } from '../people/person.ts'
import { currentPolicy } from '../stations/config.ts'
import { openPacket } from '../packets/open-packet.ts'
import { requireStation, sealingKeys, stationKeys, type Station } from '../stations/station.ts'
import type { Case, OverrideEvidence } from './case.ts'

export type StoredPacket = Selectable<Tables['packet']>

/** What can be gathered before the station and the application are locked. */
export type LoadedCase = Omit<Case, 'compromisedSince' | 'chainBroken'>

/** Gathers what the decision on a packet rests on. */
export async function loadCase(central: Central, packet: StoredPacket, payload: PacketPayload): Promise<LoadedCase> {
  const { db } = central
  const { station_id: stationId, operator } = payload
  const { operator_id: personId, key } = operator
  if (central.environment === 'training') await announceFirstSeen(central, stationId, { personId, ...operator })
  const at = new Date(payload.captured_at)
  const person = await personOnDay(db, personId, payload.captured_at.slice(0, 10))
  const application = await findApplication(central, payload.application_id)
  return {
    payload,
    stationKeyRetired: await isSealedByRetiredKey(central, packet),
    operatorKeyKnown:
      person !== null && (await isPersonsKey(db, { stationId, personId, thumbprint: thumbprintOf(key), at })),
    operatorRevokedAt: await endedAt(db, stationId, personId),
    operator: person,
    application: application && {
      reference: application.reference,
      status: application.status,
      declared: application.declared,
      openedBy: application.opened_by,
      applicantOperatorId: application.applicant_operator_id,
      expiresAt: application.expires_at,
    },
    reportedLost: !!application?.declared && (await isReportedLost(central, application.declared)),
    overrides: await Promise.all(payload.overrides.map((one) => examineOverride(db, payload, one))),
    policy: await currentPolicy(db),
  }
}

/** From when on a station's packets count for nothing; null while it is in good standing. */
export function compromisedSince(station: Pick<Station, 'state' | 'compromised_since' | 'revoked_at'>): Date | null {
  return station.state === 'revoked' ? (station.compromised_since ?? station.revoked_at ?? null) : null
}

/** Verified on arrival with any key the station ever had; only where one had lapsed by then it is asked which. */
async function isSealedByRetiredKey(
  central: Central,
  { station_id, jwe, received_at }: StoredPacket,
): Promise<boolean> {
  const station = await requireStation(central.db, station_id)
  const counted = stationKeys(station, received_at)
  if (jwe === null || counted.length === sealingKeys(station).length) return false
  return openPacket(jwe, central.keys().encryption, async () => counted).then(
    () => false,
    () => true,
  )
}

type GivenOverride = PacketPayload['overrides'][number]

async function examineOverride(db: Db, payload: PacketPayload, given: GivenOverride): Promise<OverrideEvidence> {
  const { station_id: stationId } = payload
  const thumbprint = thumbprintOf(given.manager_key)
  const { managerId: personId, givenAt } = given
  const manager = await personOnDay(db, personId, givenAt.slice(0, 10))
  const isManager = manager !== null && manager.role === 'manager' && manager.confirmedAt !== null
  const managerKnown = isManager && (await isPersonsKey(db, { stationId, personId, thumbprint, at: new Date(givenAt) }))
  const revokedAt = await endedAt(db, stationId, personId)
  return {
    gate: given.gate,
    managerKnown,
    signatureValid: signsThisCase(payload, given),
    managerRevoked: revokedAt !== null && revokedAt <= new Date(given.givenAt),
  }
}

/** The manager signed this case and no other, and what the packet says of it is what was signed. */
function signsThisCase(payload: PacketPayload, given: GivenOverride): boolean {
  const jws = parseJws(given.signature)
  const claim = OverrideClaim.safeParse(jws && parseJson(jws.payload)).data
  if (jws === null || claim === undefined || jws.header['typ'] !== 'guichet-override+jwt') return false
  const isSigned = isUsableKey(given.manager_key) && isSignedEs256(jws, publicKeyObject(given.manager_key))
  if (!isSigned) return false
  const said: OverrideClaim = {
    session_id: payload.session_id,
    application_id: payload.application_id,
    enroller_id: payload.operator.operator_id,
    manager_id: given.managerId,
    gate: given.gate,
    reason: given.reason,
    text: given.text,
    given_at: given.givenAt,
  }
  return isDeepStrictEqual(claim, said)
}

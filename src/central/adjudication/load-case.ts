import type { Selectable } from 'kysely'
import type { AnyPacketPayload } from '../../contract/protocol/packet.ts'
import { isReportedLost } from '../applications/lost-stolen.ts'
import { findDuplicates } from '../intake/find-duplicates.ts'
import { findApplication } from '../intake/application-store.ts'
import type { Central, Db, PacketKey } from '../context.ts'
import type { Tables } from '../database/tables.ts'
import { thumbprintOf } from '../../jose/public-key.ts'
import { announceFirstSeen } from '../people/announce-in-training.ts'
import { rosterOfCase } from '../people/roster-of-case.ts'
import { openPacket, readPacket } from '../packets/open-packet.ts'
import { readStoredEvidence } from '../packets/stored-evidence.ts'
import { currentPolicy } from '../stations/config.ts'
import { requireStation, sealingKeys, stationKeys, type Station } from '../stations/station.ts'
import { seenBefore } from '../intake/seen-by.ts'
import { freshnessOf } from '../../evidence/active-challenge.ts'
import { spendNonces } from '../witness/chip-nonces.ts'
import { witnessedIn } from '../witness/stored-witness.ts'
import type { Case } from './case.ts'
import { drawFor } from './spot-check.ts'
import { examineOverrides, openEvidence } from './open-evidence.ts'

/** More packets of one application than any station brings. */
const mostOfOne = 50

export type StoredPacket = Selectable<Tables['packet']>

/** The row of one packet, as a query: a transaction may lock it. */
export const selectPacket = (db: Db, { stationId, packetId }: PacketKey) =>
  db.selectFrom('packet').selectAll().where('station_id', '=', stationId).where('packet_id', '=', packetId)

/** What can be gathered before the station and the application are locked. */
export type LoadedCase = Omit<Case, 'chainBroken'>

/** Gathers what the decision on a packet rests on. */
export async function loadCase(central: Central, packet: StoredPacket, payload: AnyPacketPayload): Promise<LoadedCase> {
  const { db } = central
  const { station_id: stationId, operator } = payload
  const { operator_id: personId } = operator
  if (central.environment === 'training') await announceFirstSeen(central, stationId, { personId, ...operator })
  const station = await requireStation(db, stationId)
  const application = await findApplication(central, payload.application_id)
  const evidence = await readStoredEvidence(central, packet)
  const { witnessed, failed: witnessFailed } = await witnessedIn(db, payload)
  const nonces = await spendNonces(db, payload, evidence)
  const policy = await currentPolicy(db)
  return {
    payload,
    evidence: openEvidence(payload, evidence, {
      ...{ store: await central.trust(), weakSignatures: policy, witnessed },
      freshness: (read) => freshnessOf(read, payload.application_id, nonces),
    }),
    station: {
      timeZone: station.time_zone,
      registeredAt: station.registered_at,
      compromisedSince: compromisedSince(station),
      retiredAt: station.retired_at,
      keys: sealingKeys(station).map(thumbprintOf),
    },
    stationKeyRetired: await isSealedByRetiredKey(central, packet, station),
    roster: await rosterOfCase(central, station, peopleOf(payload), new Date(payload.captured_at)),
    application: application && {
      reference: application.reference,
      status: application.status,
      declared: application.declared,
      openedBy: application.opened_by,
      applicantOperatorId: application.applicant_operator_id,
      seenBy: (await seenBefore(db, [application.application_id])).get(application.application_id) ?? [],
      emailConfirmed: application.email_confirmed_at !== null,
      createdAt: application.created_at,
      expiresAt: application.expires_at,
    },
    reportedLost: !!application?.declared && (await isReportedLost(central, application.declared)),
    duplicates: !application?.declared
      ? []
      : await findDuplicates(db, central.keys().lookupSecret, application.application_id, application.declared),
    overrides: examineOverrides(payload),
    policy,
    receivedAt: packet.received_at,
    witnessFailed,
    sessionRepeated: await isSessionRepeated(central, payload),
    draw: await drawFor(central, personId, policy),
  }
}

/** Everybody that a packet names. */
const peopleOf = ({ operator, overrides }: AnyPacketPayload): string[] => [
  operator.operator_id,
  ...overrides.map(({ managerId }) => managerId),
]

/** From when on a station's packets are not believed; null while it is in good standing. */
export function compromisedSince(station: Pick<Station, 'state' | 'compromised_since' | 'revoked_at'>): Date | null {
  return station.state === 'revoked' ? (station.compromised_since ?? station.revoked_at ?? null) : null
}

/** Null for a packet that opens no more. */
function sessionOf(...sealed: Parameters<typeof readPacket>): string | null {
  try {
    return readPacket(...sealed).session_id
  } catch {
    return null
  }
}

/** A visit ends once. Asked of the few packets that one station brought of one application. */
async function isSessionRepeated({ db, keys }: Central, payload: AnyPacketPayload): Promise<boolean> {
  const others = await db
    .selectFrom('packet')
    .select('jwe')
    .where('application_id', '=', payload.application_id)
    .where('station_id', '=', payload.station_id)
    .where('packet_id', '<>', payload.packet_id)
    .where('jwe', 'is not', null)
    .limit(mostOfOne)
    .execute()
  return others.some(({ jwe }) => sessionOf(jwe!, keys().encryption) === payload.session_id)
}

/** Verified on arrival with any key the station ever had; only where one had lapsed by then it is asked which. */
async function isSealedByRetiredKey(
  central: Central,
  { jwe, received_at }: StoredPacket,
  station: Station,
): Promise<boolean> {
  const counted = stationKeys(station, received_at)
  if (jwe === null || counted.length === sealingKeys(station).length) return false
  return openPacket(jwe, central.keys().encryption, async () => counted).then(
    () => false,
    () => true,
  )
}

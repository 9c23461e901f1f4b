import { randomUUID } from 'node:crypto'
import { sql, type Kysely } from 'kysely'
import type { StoredState, Tables } from '../../src/central/database/tables.ts'
import type { Application } from '../../src/contract/application.ts'
import { asVersion1, makePacket, seal, sealNextOld, type Sealed, type SealOptions } from '../simulate/virtual-packet.ts'
import type { KeyPair, VirtualStation } from '../simulate/virtual-station.ts'

const hourMs = 3_600_000
type Stored = { state: StoredState; decidedAt?: Date; reasons?: string[]; notes?: string[] }
type Subject = 'verified' | 'refused' | 'twice' | 'withdrawn' | 'other' | 'received' | 'verifying'
export type Scene = {
  db: Kysely<Tables>
  here: VirtualStation
  elsewhere: VirtualStation
  oldKey: KeyPair
  applications: Record<Subject, Application>
}

/** Sealed packets in each state. Packets 5 and 7 of the first station are not there; it sealed 9 with its old key. */
export async function addPackets(scene: Scene) {
  return { ...(await addClosing(scene)), ...(await addWaiting(scene)) }
}

async function addClosing({ db, here, elsewhere, applications }: Scene) {
  const { verified, refused, twice } = applications
  const refusal = { outcome: 'refused' as const, reasons: ['document_expired' as const] }
  const reject = (sealed: Sealed, hours: number) =>
    addPacket(db, sealed, { state: 'REJECTED', decidedAt: hoursAgo(hours), reasons: ['document_expired'] })
  await addPacket(db, await sealNextOld(here, verified), { state: 'APPROVED', decidedAt: hoursAgo(40) })
  await addEmail(db, verified, 40)
  // Refused at one counter, and again at another where that was not known yet: the first closed it.
  const closing = await sealNextOld(here, refused, refusal)
  await reject(await sealNextOld(elsewhere, refused, refusal), 20)
  await reject(closing, 30)
  await addEmail(db, refused, 30)
  // Refused, opened again by what revoked another station then, and refused anew: the second closed it.
  const secondClosing = await sealNextOld(elsewhere, twice, refusal)
  await reject(await sealNextOld(here, twice, refusal), 40)
  await addEmail(db, twice, 40)
  await reject(secondClosing, 10)
  await addEmail(db, twice, 10)
  return { secondClosing }
}

async function addWaiting({ db, here, oldKey, applications }: Scene) {
  const { withdrawn, other } = applications
  const aside = async (more: Partial<Stored> & Pick<Stored, 'state'>) =>
    addPacket(db, await sealNextOld(here, other), {
      decidedAt: hoursAgo(5),
      reasons: ['operator_key_unknown'],
      ...more,
    })
  await addPacket(db, await sealNextOld(here, withdrawn), {
    ...{ state: 'MANUAL_REVIEW', decidedAt: hoursAgo(5), reasons: ['application_unknown'] },
    notes: ['sequence_gap', 'settled_later'],
  })
  const missing = await sealNextOld(here, other)
  await aside({ state: 'QUARANTINED', notes: ['sequence_gap'] })
  await sealNextOld(here, other)
  await aside({ state: 'QUARANTINED', reasons: ['packet_undecryptable'] })
  const received = await sealWith(here, applications.received, { station: oldKey })
  await addPacket(db, received, { state: 'RECEIVED' })
  const verifying = await sealNextOld(here, applications.verifying)
  await addPacket(db, verifying, { state: 'VERIFYING' })
  return { missing, received, verifying }
}

// One moment for all, so that an email has the very time of its decision.
const start = Date.now()
const hoursAgo = (hours: number) => new Date(start - hours * hourMs)

async function addEmail(db: Kysely<Tables>, { applicationId, status }: Application, hours: number): Promise<void> {
  const kind = status === 'verified' ? 'verified' : 'refused'
  await sql`INSERT INTO email_outbox VALUES (${applicationId}, ${randomUUID()}, ${kind}, ${hoursAgo(hours)})`.execute(
    db,
  )
}

export async function sealWith(
  station: VirtualStation,
  application: Application,
  options: SealOptions,
): Promise<Sealed> {
  const sealed = await seal(station, asVersion1(makePacket(station, application)), options)
  Object.assign(station, { seq: sealed.payload.seq, lastHash: sealed.sha256 })
  return sealed
}

async function addPacket(db: Kysely<Tables>, { payload, jwe, sha256 }: Sealed, stored: Stored): Promise<void> {
  const { state, decidedAt = null, reasons = [], notes = [] } = stored
  const { station_id, packet_id, seq, prev_hash, application_id, outcome } = payload
  await db
    .insertInto('packet')
    .values({
      ...{ station_id, packet_id, seq, prev_hash, sha256, application_id, outcome, state },
      operator_id: payload.operator.operator_id,
      captured_at: new Date(payload.captured_at),
      received_at: hoursAgo(45 - seq),
      delivered_by: station_id,
      receipt: 'a receipt of then',
      jwe: new TextDecoder().decode(jwe),
      reasons: JSON.stringify(reasons),
      notes: JSON.stringify(notes),
      decided_at: decidedAt,
      decided_by: decidedAt && 'central',
    })
    .execute()
}

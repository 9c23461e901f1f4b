import { codeOf, type FailureCode } from '../../contract/failure.ts'
import type { AnyPacketPayload } from '../../contract/protocol/packet.ts'
import type { Central, PacketKey, Trx } from '../context.ts'
import { isHeld } from '../../enrolment/visit-story.ts'
import { settleHeldVisit } from '../appointments/settle-held.ts'
import { appendEvent } from '../events/append-event.ts'
import { figureOf, writeFigure } from '../figures/visit-figure.ts'
import { advanceIfPossible } from '../intake/advance.ts'
import type { ApplicationEvent } from '../intake/state.ts'
import { readPacket } from '../packets/open-packet.ts'
import { groundsOf, writeGrounds } from '../recall/write-grounds.ts'
import { isStrayPractice, judgePractice } from '../training/visitors/judge-practice.ts'
import type { Case, Verdict } from './case.ts'
import { judgeCase, type Adjudication } from './judge.ts'
import { compromisedSince, loadCase, selectPacket, type LoadedCase, type StoredPacket } from './load-case.ts'
import { toldReasons } from './told-reasons.ts'
import { followSequence } from './sequence.ts'

/** States in which a packet still waits for central's own decision. */
const undecided = ['RECEIVED', 'VERIFYING'] as const

/** Decides one received packet and writes packet, application, event and email in one transaction. Repeatable. */
export async function adjudicatePacket(central: Central, key: PacketKey): Promise<void> {
  const packet = await takePacket(central, key)
  if (packet === undefined) return followDecided(central, key)
  const payload = readOrCode(packet, central)
  const found = typeof payload === 'string' ? payload : await loadOrCode(central, packet, payload)
  const state = await central.db.transaction().execute(async (trx) => {
    // Two packets for one application wait for each other here; the second then finds it verified. A revocation of the
    // station waits too, or is seen. Always in this order, which is that of revokeStation.
    const compromised = compromisedSince(await lockStation(trx, packet.station_id))
    const chainBroken = await followSequence(trx, packet)
    const { verdict, judged } =
      typeof found === 'string'
        ? asideFor(found)
        : judgeOrPark(await underLock(trx, { ...found, chainBroken }, compromised), central.log)
    if (typeof found !== 'string') await writeGrounds(trx, key, groundsOf(found))
    if (judged !== null) await writeFigure(trx, key, packet.application_id, figureOf(judged))
    if (central.environment === 'training' && typeof found !== 'string')
      await judgePractice(trx, found.payload, central.now())
    await writeVerdict(trx, packet, verdict, 'central', central.now())
    return verdict.state
  })
  central.metrics.count('guichet_decisions_total', { state })
  central.metrics.observe(
    'guichet_decision_seconds',
    {},
    (central.now().getTime() - packet.received_at.getTime()) / 1000,
  )
}

/** What the packet is judged by; a code where it is put aside unjudged. Outside training no practice case is judged. */
async function loadOrCode(
  central: Central,
  packet: StoredPacket,
  payload: AnyPacketPayload,
): Promise<LoadedCase | FailureCode> {
  if (await isStrayPractice(central, packet.application_id)) return 'training_forbidden'
  return loadCase(central, packet, payload)
}

/** A packet that a revocation decided before its turn came has its place in the series all the same. */
async function followDecided({ db }: Central, key: PacketKey): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await lockStation(trx, key.stationId)
    const packet = await selectPacket(trx, key).executeTakeFirst()
    if (packet !== undefined) await followSequence(trx, packet)
  })
}

const asideFor = (reason: string): Adjudication => ({
  verdict: { state: 'QUARANTINED', reasons: [reason], notes: [], application: null },
  judged: null,
})

/**
 * The verdict on a case. A fault of ours in judging it comes again at every try: the packet is put before a person instead of being tried
 * for ever, and the log names the fault.
 */
export function judgeOrPark(found: Case, log: Pick<Central['log'], 'error'>, judge = judgeCase): Adjudication {
  try {
    return judge(found)
  } catch (error) {
    log.error({ packet: found.payload.packet_id, cause: error instanceof Error ? error.name : 'unknown' }, 'judgement')
    return asideFor('judgement_failed')
  }
}

/** The case with its application's status and its station's standing as they are under the row locks. */
async function underLock(trx: Trx, found: Case, compromised: Date | null): Promise<Case> {
  const status = await lockApplication(trx, found.payload.application_id)
  const { application, station } = found
  return {
    ...found,
    station: { ...station, compromisedSince: compromised },
    application: application && status ? { ...application, status } : application,
  }
}

/** What a packet says, or why it cannot be read. Code: unavailable. */
export function readOrCode(
  { jwe }: Pick<StoredPacket, 'jwe'>,
  central: Pick<Central, 'keys'>,
): AnyPacketPayload | FailureCode {
  if (jwe === null) return 'packet_undecryptable'
  try {
    return readPacket(jwe, central.keys().encryption)
  } catch (error) {
    const code = codeOf(error)
    // Where keys lie does not answer now: the job comes again.
    if (code === 'unavailable') throw error
    return code
  }
}

async function takePacket({ db }: Central, { stationId, packetId }: PacketKey): Promise<StoredPacket | undefined> {
  return db
    .updateTable('packet')
    .set({ state: 'VERIFYING' })
    .where('station_id', '=', stationId)
    .where('packet_id', '=', packetId)
    .where('state', 'in', undecided)
    .returningAll()
    .executeTakeFirst()
}

function lockStation(trx: Trx, stationId: string) {
  return trx
    .selectFrom('station')
    .select(['state', 'revoked_at', 'compromised_since'])
    .where('station_id', '=', stationId)
    .forUpdate()
    .executeTakeFirstOrThrow()
}

async function lockApplication(trx: Trx, applicationId: string) {
  const row = await trx
    .selectFrom('application')
    .select('status')
    .where('application_id', '=', applicationId)
    .forUpdate()
    .executeTakeFirst()
  return row?.status
}

type DecidedPacket = Pick<
  StoredPacket,
  'station_id' | 'packet_id' | 'application_id' | 'operator_id' | 'outcome' | 'captured_at' | 'delivered_by' | 'state'
>

/** Writes a decision, once: nothing happens when the packet has been decided meanwhile. */
export async function writeVerdict(
  trx: Trx,
  packet: DecidedPacket,
  verdict: Verdict,
  decidedBy: string,
  at: Date,
): Promise<void> {
  const { station_id, packet_id, delivered_by } = packet
  const { state, reasons } = verdict
  const { numUpdatedRows } = await trx
    .updateTable('packet')
    .set({
      state,
      reasons: JSON.stringify(reasons),
      notes: JSON.stringify(verdict.notes),
      decided_at: at,
      decided_by: decidedBy,
    })
    .where('station_id', '=', station_id)
    .where('packet_id', '=', packet_id)
    .where('state', '=', packet.state)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return
  if (state !== 'QUARANTINED' && isHeld(packet.outcome)) await settleHeldVisit(trx, packet)
  await moveApplication(trx, packet, verdict, at)
  for (const stationId of new Set([station_id, delivered_by])) {
    await appendEvent(
      trx,
      stationId,
      { type: 'decision', packet_id, decision: state, reasons: toldReasons(reasons) },
      at,
    )
  }
}

/** What the decision makes of the application, and a letter with it (R21). */
function moveApplication(
  trx: Trx,
  { application_id: applicationId, packet_id: packetId }: Pick<StoredPacket, 'application_id' | 'packet_id'>,
  { application, state, reasons }: Verdict,
  at: Date,
): Promise<boolean> {
  const event = application === null ? waiting[state] : closing[application]
  return event === undefined
    ? Promise.resolve(false)
    : advanceIfPossible(trx, { applicationId, event, at, packetId, reasons: toldReasons(reasons) })
}

const closing = { verified: 'approved', refused: 'rejected', again: 'reopened' } as const
/** The citizen sees that somebody is looking at it. */
const waiting: Partial<Record<Verdict['state'], ApplicationEvent>> = {
  MANUAL_REVIEW: 'put_to_review',
  QUARANTINED: 'put_to_review',
}

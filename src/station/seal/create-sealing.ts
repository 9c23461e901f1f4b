import { v7 as uuidv7 } from 'uuid'
import { Failure } from '../../contract/failure.ts'
import type { Operator } from '../../contract/operator.ts'
import { packetFor } from '../../contract/packet-members.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import type { PacketPayload } from '../../contract/protocol/packet.ts'
import { localDay } from '../../enrolment/local-day.ts'
import { sha256Hex } from '../../jose/digest.ts'
import type { StationKeys } from '../keys/station-keys.ts'
import { operatorTable, type CodeOrigin, type StoredOperator } from '../people/operator-table.ts'
import { trainingDaysLeft } from '../people/training.ts'
import type { Audit, AuditEntry } from '../audit/port.ts'
import type { Bus } from '../bus/create-bus.ts'
import type { Clock } from '../clock/port.ts'
import type { OperatorSession } from '../people/port.ts'
import type { PacketFacts, Sealing } from './port.ts'
import type { Store } from '../store/open-store.ts'
import type { CentralRecord } from '../sync/central-state.ts'
import type { Equipment } from '../sync/sync-parts.ts'
import { judgePayload } from './judge-payload.ts'
import { makeEvidence } from './make-evidence.ts'
import { checkOverride, signOverride } from './override.ts'
import { sealPacket } from './seal-packet.ts'
import { createSealedRows } from './sealed-rows.ts'

export interface SealingParts {
  store: Store
  audit: Audit
  clock: Clock
  keys: StationKeys
  central: CentralRecord
  timeZone: string
  softwareVersion: string
  bus: Bus
  equipment: Equipment
}

/** Where the chain of packets stands. */
type ChainHead = { seq: number; hash: string }
type Manager = { operator: Operator; code: CodeOrigin; key: PublicJwk } | null

/** The end of a session: one synchronous transaction in which a verification becomes a sealed packet. */
export function createSealing(parts: SealingParts): Sealing {
  const { store, audit, clock } = parts
  const rows = createSealedRows(store, parts.timeZone)
  const operators = operatorTable(store)
  const chain = store.db.prepare<[string], ChainHead>('SELECT seq, hash FROM packet_chain WHERE station_id = ?')
  return {
    seal: (facts, session) => {
      const sealed = store.transaction(() => {
        const managers = new Map(
          facts.overrides.map(({ managerId }) => [managerId, managerOf(operators.find(managerId))]),
        )
        checkAuthor(parts, operators.find(session.operator.operatorId))
        checkOverrides(facts, session, managers)
        const evidence = makeEvidence(facts.visit)
        const head = chain.get(parts.central.get().stationId!) ?? { seq: 0, hash: sha256Hex('') }
        const whole = composePayload(parts, facts, session, managers, { ...head, evidenceSha256: evidence.sha256 })
        const payload = packetFor(parts.central.get().packetMembers, whole)
        const reviews = judgePayload(payload, evidence.part, facts.visit, parts.central.policyOn(payload.local_day))
        const packet = sealPacket({
          payload,
          evidence: evidence.bytes,
          operatorSigner: session.signer,
          stationSigner: parts.keys.signer(),
          centralKey: encryptionKeyOf(parts.central),
        })
        rows.insert(payload, packet, reviews)
        audit.append(entryOf(payload, packet.sha256))
        return payload
      })
      parts.bus.publish({
        type: 'packet_sealed',
        packetId: sealed.packet_id,
        operatorId: session.operator.operatorId,
        reference: facts.reference,
        outcome: sealed.outcome,
      })
      return {
        packetId: sealed.packet_id,
        outcome: sealed.outcome,
        sealedAt: sealed.captured_at,
        state: 'queued',
        centralDecision: null,
      }
    },
    signOverride: (manager, claim) => {
      const override = signOverride(manager, claim, clock.now())
      audit.append({
        action: 'override.given',
        actor: manager.operator.operatorId,
        subject: claim.applicationId,
        facts: { gate: claim.gate, reason: claim.reason, enroller: claim.enrollerId },
      })
      return override
    },
  }
}

/** Without a key here nobody signed anything here. */
function managerOf(stored: StoredOperator | null): Manager {
  return stored === null || stored.key === null
    ? null
    : { operator: stored.operator, code: stored.code, key: stored.key }
}

function encryptionKeyOf(central: CentralRecord): PublicJwk {
  const key = central.get().encryptionKeys[0]
  if (key === undefined) throw new Failure('station_not_registered')
  return key
}

/** The row of today decides, not the session of this morning. */
function checkAuthor({ central, clock, timeZone }: SealingParts, author: StoredOperator | null): void {
  const { state, stationId } = central.get()
  if (stationId === null) throw new Failure('station_not_registered')
  if (state === 'pending') throw new Failure('station_pending')
  if (state === 'retired') throw new Failure('station_retired')
  if (state === 'revoked' || state === 'wiped') throw new Failure('station_revoked')
  if (author === null || author.operator.revokedAt !== null) throw new Failure('operator_revoked')
  if (!author.code.isOwn) throw new Failure('pin_not_own')
  const today = localDay(clock.now(), timeZone)
  const months = central.policyOn(today).trainingValidMonths
  if (trainingDaysLeft(author.operator.trainedOn, today, months) <= 0) throw new Failure('operator_training_expired')
}

function checkOverrides(facts: PacketFacts, session: OperatorSession, managers: Map<string, Manager>): void {
  for (const override of facts.overrides)
    checkOverride(override, facts, session.operator.operatorId, managers.get(override.managerId) ?? null)
}

function composePayload(
  { central, clock, store, softwareVersion, timeZone, equipment }: SealingParts,
  { visit: _, ...facts }: PacketFacts,
  { operator, code, signer }: OperatorSession,
  managers: Map<string, Manager>,
  head: ChainHead & { evidenceSha256: string },
): PacketPayload {
  const { stationId, lastServerTime, rosterAsOf } = central.get()
  const now = clock.now()
  return {
    ...facts,
    course: { ...facts.course, reader: equipment.reader().name },
    version: 2,
    environment: store.environment,
    packet_id: uuidv7({ msecs: now.getTime() }),
    station_id: stationId!,
    seq: head.seq + 1,
    prev_hash: head.hash,
    captured_at: now.toISOString(),
    last_server_time: lastServerTime,
    time_zone: timeZone,
    local_day: localDay(now, timeZone),
    time_proof: clock.proof(),
    roster_as_of: rosterAsOf,
    evidence_sha256: head.evidenceSha256,
    operator: {
      operator_id: operator.operatorId,
      role: operator.role,
      trained_on: operator.trainedOn,
      key: signer.publicJwk,
      code_set_by: code.setBy,
    },
    overrides: facts.overrides.map((given) => ({
      ...given,
      manager_key: managers.get(given.managerId)!.key,
      manager_code_set_by: managers.get(given.managerId)!.code.setBy,
    })),
    software_version: softwareVersion,
  }
}

/** What the audit log says of a sealed packet. */
export function entryOf(payload: PacketPayload, sha256: string): AuditEntry {
  const { outcome, seq, packet_id, document, overrides, deferred } = payload
  return {
    action: 'session.sealed',
    actor: payload.operator.operator_id,
    subject: payload.reference,
    facts: {
      packet: packet_id,
      seq,
      sha256,
      outcome,
      reasons: payload.reasons.join(' '),
      document: document?.type ?? null,
      overrides: overrides.map((given) => given.gate).join(' '),
      deferred: deferred.join(' '),
    },
  }
}

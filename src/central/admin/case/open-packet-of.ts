import type { FailureCode } from '../../../contract/failure.ts'
import type { AnyPacketPayload, PacketPayload } from '../../../contract/sync.ts'
import { compareVerdicts, type ComparedVerdicts } from '../../adjudication/compare-verdicts.ts'
import { readOrCode } from '../../adjudication/adjudicate-packet.ts'
import type { EvidenceState, OverrideEvidence } from '../../adjudication/case.ts'
import { judgeCase } from '../../adjudication/judge.ts'
import { loadCase } from '../../adjudication/load-case.ts'
import type { Central, PacketKey } from '../../context.ts'

/** What an opened packet tells an administrator: verdicts, releases and answers; no name, no number, no date of the citizen's. */
export type OpenedPacket = {
  evidence: EvidenceState
  /** Null for a packet of before, which brings no evidence. */
  verdicts: ComparedVerdicts | null
  /** What central makes of it now, by today's trust, people and policy. */
  now: { state: string; reasons: string[] }
  releases: (AnyPacketPayload['overrides'][number] & Pick<OverrideEvidence, 'signatureValid'>)[]
  inspection: AnyPacketPayload['inspection']
  person: AnyPacketPayload['person']
  faults: { code: string; times: number }[]
  softwareVersion: string
  policyVersion: number
}

/**
 * Opens one packet and its evidence, and judges it as central would now; nothing is decided by it. Returns why it cannot be opened, or
 * null where there is none of that key. Code: unavailable (where keys lie).
 */
export async function openPacketOf(central: Central, key: PacketKey): Promise<OpenedPacket | FailureCode | null> {
  const packet = await central.db
    .selectFrom('packet')
    .selectAll()
    .where('station_id', '=', key.stationId)
    .where('packet_id', '=', key.packetId)
    .executeTakeFirst()
  if (packet === undefined) return null
  const payload = readOrCode(packet, central)
  if (typeof payload === 'string') return payload
  const found = await loadCase(central, packet, payload)
  const { verdict, judged } = judgeCase({ ...found, chainBroken: packet.reasons.includes('chain_broken') })
  return {
    evidence: found.evidence.state,
    verdicts: judged === null ? null : compareVerdicts(judged),
    now: { state: verdict.state, reasons: verdict.reasons },
    releases: payload.overrides.map((one, i) => ({ ...one, signatureValid: found.overrides[i]!.signatureValid })),
    inspection: payload.inspection,
    person: payload.person,
    faults: (payload as PacketPayload).course?.faults ?? [],
    softwareVersion: payload.software_version,
    policyVersion: payload.policy_version,
  }
}

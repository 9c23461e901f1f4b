import type { FailureCode } from '../../../contract/failure.ts'
import type { AnyPacketPayload, PacketPayload } from '../../../contract/protocol/packet.ts'
import { compareVerdicts, type ComparedVerdicts } from '../../adjudication/compare-verdicts.ts'
import { readOrCode } from '../../adjudication/adjudicate-packet.ts'
import type { EvidenceState, OverrideEvidence } from '../../adjudication/case.ts'
import { judgeCase } from '../../adjudication/judge.ts'
import { loadCase, selectPacket } from '../../adjudication/load-case.ts'
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

/** Which approvals a person looks at is drawn when they are decided, and not again by who reads them. */
const noLot = 1

/** The packet that closed an application; null where none has. */
async function closedBy({ db }: Central, applicationId: string): Promise<string | null> {
  const row = db.selectFrom('application').select('closed_by').where('application_id', '=', applicationId)
  return (await row.executeTakeFirst())?.closed_by ?? null
}

/**
 * Opens one packet and its evidence, and judges it as central would now; nothing is decided by it. Returns why it cannot be opened, or
 * null where there is none of that key. Code: unavailable (where keys lie).
 */
export async function openPacketOf(central: Central, key: PacketKey): Promise<OpenedPacket | FailureCode | null> {
  const packet = await selectPacket(central.db, key).executeTakeFirst()
  if (packet === undefined) return null
  const payload = readOrCode(packet, central)
  if (typeof payload === 'string') return payload
  const found = await loadCase(central, packet, payload)
  const application = found.application && {
    ...found.application,
    // What this packet did to the application is no ground against it.
    ...((await closedBy(central, payload.application_id)) === key.packetId && { status: 'open' as const }),
  }
  const chainBroken = packet.reasons.includes('chain_broken')
  const { verdict, judged } = judgeCase({ ...found, application, chainBroken, draw: noLot })
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

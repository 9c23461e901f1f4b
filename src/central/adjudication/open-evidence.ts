import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import { EvidencePart } from '../../contract/evidence.ts'
import { OverrideClaim } from '../../contract/override-claim.ts'
import type { AnyPacketPayload } from '../../contract/protocol/packet.ts'
import { asConcluded, readEvidence, type Readings } from '../../evidence/read-evidence.ts'
import { verifyRead, type ReadJudge } from '../../evidence/verify-read.ts'
import { isSignedEs256, parseJws } from '../../jose/jws.ts'
import { isUsableKey, publicKeyObject, thumbprintOf } from '../../jose/public-key.ts'
import { parseSigned } from '../http/read-json.ts'
import type { CaseEvidence, EvidenceState, OverrideEvidence } from './case.ts'

const noReadings: Readings = { mrz: null, reads: [], earlier: [] }

const without = (state: EvidenceState): CaseEvidence => ({
  state,
  part: null,
  own: noReadings,
  claimed: noReadings,
  verified: [],
})

/** The evidence of a packet against the digest that both signed, and judged again by central's own trust. */
export function openEvidence(payload: AnyPacketPayload, bytes: Uint8Array | null, judge: ReadJudge): CaseEvidence {
  const digest = payload.version === 1 ? null : payload.evidence_sha256
  if (digest === null) return without('none')
  if (bytes === null) return without('missing')
  if (createHash('sha256').update(bytes).digest('hex') !== digest) return without('differs')
  const parsed = EvidencePart.safeParse(parseSigned(bytes))
  if (!parsed.success) return without('malformed')
  const part = parsed.data
  if (part.sessionId !== payload.session_id) return without('differs')
  const verified = part.reads.map((read) => verifyRead(read, judge))
  const verifiedOf = new Map(part.reads.map((read, i) => [read, verified[i]!]))
  return {
    state: 'whole',
    part,
    own: readEvidence(part, (read) => verifiedOf.get(read)!),
    claimed: readEvidence(part, asConcluded),
    verified,
  }
}

/** Whether each release was signed for this case by the key it names, and says what was signed. */
export function examineOverrides(payload: AnyPacketPayload): OverrideEvidence[] {
  return payload.overrides.map((given) => ({
    thumbprint: thumbprintOf(given.manager_key),
    signatureValid: signsThisCase(payload, given),
  }))
}

/** The manager signed this case and no other, and what the packet says of it is what was signed. */
function signsThisCase(payload: AnyPacketPayload, given: AnyPacketPayload['overrides'][number]): boolean {
  const jws = parseJws(given.signature)
  const claim = OverrideClaim.safeParse(jws && parseSigned(jws.payload)).data
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

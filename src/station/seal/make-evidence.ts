import { randomBytes } from 'node:crypto'
import { EvidencePart } from '../../contract/evidence.ts'
import type { SessionEvidence } from '../../enrolment/session/packet.ts'
import { sha256Hex } from '../../jose/digest.ts'

const saltBytes = 32

/**
 * The evidence part as bytes, and the digest that both sign: salted, so that nobody can try documents against it once the part is
 * gone.
 */
export function makeEvidence(evidence: SessionEvidence): { part: EvidencePart; bytes: Uint8Array; sha256: string } {
  const part = EvidencePart.parse({ version: 1, salt: randomBytes(saltBytes).toString('base64url'), ...evidence })
  const bytes = Buffer.from(JSON.stringify(part))
  return { part, bytes, sha256: sha256Hex(bytes) }
}

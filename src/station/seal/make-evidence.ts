import { randomBytes } from 'node:crypto'
import { EvidencePart } from '../../contract/evidence.ts'
import type { Visit } from '../../enrolment/session/packet.ts'
import { declarationDigest } from '../../evidence/declaration-digest.ts'
import { sha256Hex } from '../../jose/digest.ts'

const saltBytes = 32

export type MadeEvidence = { part: EvidencePart; bytes: Uint8Array; sha256: string }

/**
 * The evidence part as bytes, and the digest that both sign: salted, so that nobody can try documents against it once the part is
 * gone.
 */
export function makeEvidence({ evidence, declared }: Pick<Visit, 'evidence' | 'declared'>): MadeEvidence {
  const salt = randomBytes(saltBytes).toString('base64url')
  const bound = declared === null ? {} : { declaredSha256: declarationDigest(salt, declared) }
  const part = EvidencePart.parse({ version: 1, salt, ...evidence, ...bound })
  const bytes = Buffer.from(JSON.stringify(part))
  return { part, bytes, sha256: sha256Hex(bytes) }
}

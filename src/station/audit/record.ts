import { z } from 'zod'
import { IsoTime } from '../../contract/identity.ts'
import { Sha256Hex } from '../../contract/protocol/digest.ts'
import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import { sha256Hex } from '../../jose/digest.ts'
import { canonicalJson } from '../../jose/canonical-json.ts'
import { createSignatureCheck } from '../../jose/verify-jws.ts'

/** What comes before the first record. */
export const genesisHash = '0'.repeat(64)

export const AuditBody = z.strictObject({
  seq: z.int().positive(),
  at: IsoTime,
  actor: z.string().max(64),
  action: z.string().regex(/^[a-zA-Z]+\.[a-z_]+$/),
  subject: z.string().max(120).nullable(),
  facts: z.record(z.string().max(40), z.union([z.string().max(600), z.number(), z.boolean(), z.null()])),
  prev: Sha256Hex,
})
export type AuditBody = z.infer<typeof AuditBody>

/** A record as it stands in the store and in the export: the hash of its canonical form, signed by the station. */
export const AuditRecord = z.strictObject({ body: AuditBody, hash: Sha256Hex, kid: z.string(), signature: z.string() })
export type AuditRecord = z.infer<typeof AuditRecord>

export const hashOf = (body: AuditBody): string => sha256Hex(canonicalJson(body))

/** Follows the chain record by record. What stands before the first one is `start`. */
export function createChainCheck(
  start: { seq: number; hash: string },
  keys: PublicJwk[],
): { accepts(record: AuditRecord): boolean; head(): { seq: number; hash: string }; anchored(): boolean } {
  const isSigned = createSignatureCheck(keys)
  let head = start
  // A log whose head was cut off must say so itself, in a signed record.
  let anchored = start.seq === 0
  return {
    accepts: ({ body, hash, kid, signature }) => {
      const follows = body.seq === head.seq + 1 && body.prev === head.hash
      if (!follows || hash !== hashOf(body) || !isSigned(kid, hash, signature)) return false
      head = { seq: body.seq, hash }
      if (body.action === 'audit.pruned' && body.facts.through === start.seq && body.facts.hash === start.hash)
        anchored = true
      return true
    },
    head: () => head,
    anchored: () => anchored,
  }
}

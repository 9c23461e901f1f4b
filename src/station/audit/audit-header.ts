import { z } from 'zod'
import { IsoTime } from '../../contract/identity.ts'
import { Sha256Hex } from '../../contract/protocol/digest.ts'
import { Environment } from '../../contract/protocol/environment.ts'
import { PublicJwk } from '../../contract/protocol/jwk.ts'

/** First line of an exported audit log; the other lines are `AuditRecord`s. Signed over its canonical form. */
export const AuditFileHeader = z.strictObject({
  guichet: z.literal('audit-log'),
  version: z.literal(1),
  station_id: z.string().nullable(),
  environment: Environment,
  exported_at: IsoTime,
  exported_by: z.string(),
  /** What stands before the first record: 0 and zeros, or the record up to which the log was pruned. */
  start_seq: z.int().nonnegative(),
  start_hash: Sha256Hex,
  last_seq: z.int().nonnegative(),
  last_hash: Sha256Hex,
  keys: z.array(PublicJwk).min(1),
})
export type AuditFileHeader = z.infer<typeof AuditFileHeader>

import { z } from 'zod'
import { DailyLogRange, DailyLogRow } from '../../contract/daily-log.ts'
import { IsoTime } from '../../contract/identity.ts'
import { Sha256Hex } from '../../contract/protocol/digest.ts'
import { Environment } from '../../contract/protocol/environment.ts'
import { PublicJwk } from '../../contract/protocol/jwk.ts'
import { sha256Hex } from '../../jose/digest.ts'
import { canonicalJson } from '../../jose/canonical-json.ts'
import type { Json } from '../../jose/canonical-json.ts'

/**
 * JSON Lines: a signed header, one line per row chained by hash from the header's, and a signed trailer over count and last
 * hash. `npm run verify-log FILE` checks it without anything else.
 */
export const LogHeader = z.strictObject({
  guichet: z.literal('daily-log'),
  version: z.literal(1),
  station_id: z.string().nullable(),
  branch_name: z.string(),
  environment: Environment,
  exported_at: IsoTime,
  exported_by: z.string(),
  time_zone: z.string(),
  range: DailyLogRange,
  key: PublicJwk,
})
/** Older files carry the number's last characters under their hashes, and no names of people. */
const ExportedRow = DailyLogRow.extend({
  documentLast4: z.string().max(4).nullable().optional(),
  operatorName: z.string().optional(),
})
export const LogLine = z.strictObject({ row: ExportedRow, hash: Sha256Hex })
export const LogTrailer = z.strictObject({ rows: z.int().nonnegative(), last_hash: Sha256Hex })

/** A row's hash takes in the one before it. */
export const rowHash = (row: z.infer<typeof ExportedRow>, previous: string): string =>
  sha256Hex(canonicalJson({ previous, row: row as unknown as Json }))

import type { z } from 'zod'
import { sha256Hex } from '../../jose/digest.ts'
import { canonicalJson } from '../../jose/canonical-json.ts'
import type { Json } from '../../jose/canonical-json.ts'
import type { ExportInput } from './export-input.ts'
import { rowHash } from './log-lines.ts'
import type { LogHeader } from './log-lines.ts'

/** See log-lines.ts for the form. */
export async function* toJsonLines(input: ExportInput): AsyncGenerator<string> {
  const { signer } = input
  const sign = (content: Json) => Buffer.from(signer.sign(Buffer.from(canonicalJson(content)))).toString('base64url')
  const header: z.infer<typeof LogHeader> = {
    guichet: 'daily-log',
    version: 1,
    ...input.origin,
    time_zone: input.timeZone,
    range: input.range,
    key: signer.publicJwk,
  }
  yield `${JSON.stringify({ header, signature: sign(header) })}\n`
  let previous = sha256Hex(canonicalJson(header))
  let count = 0
  for await (const rows of input.batches) {
    const lines = rows.map((row) => {
      previous = rowHash(row, previous)
      return `${JSON.stringify({ row, hash: previous })}\n`
    })
    count += rows.length
    yield lines.join('')
  }
  const trailer = { rows: count, last_hash: previous }
  yield `${JSON.stringify({ trailer, signature: sign(trailer) })}\n`
}

import { Failure } from '../../contract/failure.ts'
import type { Central } from '../context.ts'
import { openJwe, parseJwe } from '../../jose/jwe.ts'

/** The body of an upload: the packet's JWE, and its evidence part's where there is one (contract/protocol/packet.ts). */
export function splitBody(body: string): { jwe: string; evidence: string | null } {
  const at = body.indexOf('~')
  return at < 0 ? { jwe: body, evidence: null } : { jwe: body.slice(0, at), evidence: body.slice(at + 1) }
}

type Key = { station_id: string; packet_id: string }

/** The evidence part as bytes; null where there is none, it cannot be opened, or it was deleted when the appeal time was over. Code: unavailable. */
export async function readStoredEvidence(
  { db, keys }: Pick<Central, 'db' | 'keys'>,
  { station_id, packet_id }: Key,
): Promise<Uint8Array | null> {
  const row = await db
    .selectFrom('packet_evidence')
    .select('jwe')
    .where('station_id', '=', station_id)
    .where('packet_id', '=', packet_id)
    .executeTakeFirst()
  const jwe = row === undefined ? null : parseJwe(row.jwe)
  const key = keys().encryption.find(({ kid }) => kid === jwe?.header.kid)
  if (jwe === null || key === undefined) return null
  try {
    return openJwe(jwe, key.agree)
  } catch (error) {
    // The key's place does not answer: that says nothing of the evidence.
    if (error instanceof Failure) throw error
    return null
  }
}

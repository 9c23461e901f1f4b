import { createHmac } from 'node:crypto'
import type { Policy } from '../../contract/policy.ts'
import type { Central } from '../context.ts'

type Core = Pick<Central, 'db' | 'keys' | 'draw' | 'environment'>

/**
 * The lot of one visit (adjudication/draw-lot.ts). Of a clerk's first visits every n-th is drawn for certain; at which of them the count
 * begins only central can tell, so that nobody knows when it is their turn.
 */
export async function drawFor(core: Core, operatorId: string, policy: Policy): Promise<number> {
  if (core.draw === null) return 1
  if (core.environment === 'production' && (await isNewClerksTurn(core, operatorId, policy))) return 0
  return core.draw()
}

async function isNewClerksTurn(
  { db, keys }: Core,
  operatorId: string,
  { newClerkVisits, newClerkEvery }: Policy,
): Promise<boolean> {
  const seen = await db
    .selectFrom('visit_figure')
    .select('packet_id')
    .where('operator_id', '=', operatorId)
    .limit(newClerkVisits)
    .execute()
  if (seen.length >= newClerkVisits) return false
  const begin = createHmac('sha256', keys().lookupSecret).update(`new clerk ${operatorId}`).digest().readUInt32BE(0)
  return (seen.length + begin) % newClerkEvery === 0
}

import { setTimeout } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { ProviderStatus } from '../../contract/identity/provider-status.ts'
import type { Identity } from '../context.ts'
import { providerPath } from './configuration.ts'

/** Whoever asks waits no longer for a database that is silent. */
const patienceMs = 2_000
const keptMs = 1_000

/** GET <issuer>/status: 200 where logins can begin, 503 where the database does not answer; however many ask, it is asked once a second. */
export function serveStatus(app: FastifyInstance, identity: Identity, issuer: () => string): void {
  let kept: { at: number; status: Promise<ProviderStatus> } | null = null
  app.get(`${providerPath}/status`, async (_request, reply) => {
    if (kept === null || performance.now() - kept.at > keptMs)
      kept = { at: performance.now(), status: readStatus(identity, issuer()) }
    const status = await kept.status
    const headers = { 'cache-control': 'no-store', 'access-control-allow-origin': '*' }
    return reply
      .code(status.state === 'available' ? 200 : 503)
      .headers(headers)
      .send(status)
  })
}

async function readStatus({ db, keys, now }: Identity, issuer: string): Promise<ProviderStatus> {
  const answered = sql`SELECT 1 FROM identity.relying_party LIMIT 1`.execute(db).then(
    () => true,
    () => false,
  )
  const isThere = await Promise.race([answered, setTimeout(patienceMs, false, { ref: false })])
  const first = new Map(
    keys()
      .provider.toReversed()
      .map(({ kid, alg }) => [alg, kid]),
  )
  return ProviderStatus.parse({
    state: isThere ? 'available' : 'unavailable',
    issuer,
    at: now().toISOString(),
    signing: [...first].map(([alg, kid]) => ({ kid, alg })),
  })
}

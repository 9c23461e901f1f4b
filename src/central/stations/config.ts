import { createHash } from 'node:crypto'
import { defaultPolicy, Policy } from '../../contract/policy.ts'
import { CentralConfig, TimeAnswer, type KeySet } from '../../contract/sync.ts'
import { newest, type Central, type Db } from '../context.ts'
import { anyState, defineRoute } from '../http/route.ts'
import { signCompactJws } from '../../jose/sign-jws.ts'
import type { Station } from './station.ts'

/** GET /v1/time: unauthenticated. */
export const timeRoute = defineRoute('open', {
  method: 'GET',
  path: '/v1/time',
  summary: "The server's time and environment",
  answers: { 200: { description: 'Time', schema: TimeAnswer } },
  handle: async (_call, { now, environment }) => ({
    status: 200,
    body: { server_time: now().toISOString(), environment },
  }),
})

/** GET /v1/config: keys, signed policy, revoked operators, the station's own state; 304 while nothing changed. */
export const configRoute = defineRoute('station', {
  method: 'GET',
  path: '/v1/config',
  summary: 'Keys, policy and what the station must know',
  states: anyState,
  answers: {
    200: { description: 'Configuration', schema: CentralConfig },
    304: { description: 'As named by If-None-Match', schema: null },
  },
  async handle({ caller: station, headers }, central) {
    const facts = await configFacts(central, station)
    const etag = `"${createHash('sha256').update(JSON.stringify(facts)).digest('base64url')}"`
    if (headers['if-none-match'] === etag) return { status: 304, body: null, headers: { etag } }
    return {
      status: 200,
      body: {
        ...facts,
        server_time: central.now().toISOString(),
        keys: signKeys(central, facts.keys),
        policy: signPolicy(central, facts.policy),
      },
      headers: { etag },
    }
  },
})

async function configFacts(central: Central, station: Station) {
  const { station_id, branch_name, state } = station
  return {
    environment: central.environment,
    keys: keySetOf(central),
    policy: await currentPolicy(central.db),
    revoked_operators: await revokedOperators(central.db, station_id),
    station: { station_id, branch_name, state },
  }
}

function keySetOf(central: Central): KeySet {
  const { encryption, signing } = central.keys()
  const madeMs = [...encryption, ...signing].map(({ createdAt }) => createdAt.getTime())
  return {
    environment: central.environment,
    as_of: new Date(Math.max(...madeMs)).toISOString(),
    encryption_keys: encryption.map(({ publicJwk }) => publicJwk),
    signing_keys: signing.map(({ publicJwk }) => publicJwk),
  }
}

/** Signed with every key, so that a station that missed a rotation knows one of them. */
function signKeys(central: Central, keySet: KeySet): string[] {
  const { signing } = central.keys()
  return signing.map((key) => signCompactJws(key, { typ: 'guichet-keys+jwt' }, keySet))
}

/** The newest policy set by the administrator, else the one every station ships with. */
export async function currentPolicy(db: Db): Promise<Policy> {
  const row = await db.selectFrom('policy').select('body').orderBy('version', 'desc').limit(1).executeTakeFirst()
  return row === undefined ? defaultPolicy : Policy.parse(row.body)
}

/** Sets a newer policy for all stations; each gets it, signed, with its next configuration. */
export async function setPolicy(db: Db, policy: Policy, now: Date): Promise<void> {
  const body = Policy.parse(policy)
  await db
    .insertInto('policy')
    .values({ version: body.version, body: JSON.stringify(body), set_at: now })
    .execute()
}

function signPolicy(central: Central, policy: Policy): string {
  return signCompactJws(newest(central.keys().signing), { typ: 'guichet-policy+jwt' }, policy)
}

async function revokedOperators(db: Db, stationId: string): Promise<string[]> {
  const everywhere = db.selectFrom('revoked_operator').select('operator_id')
  const here = db.selectFrom('operator').select('operator_id')
  const rows = await everywhere
    .union(here.where('station_id', '=', stationId).where('revoked_at', 'is not', null))
    .execute()
  return rows.map(({ operator_id }) => operator_id).sort()
}

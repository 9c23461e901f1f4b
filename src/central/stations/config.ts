import { daysInFrance } from '../../enrolment/local-day.ts'
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { defaultPolicy, Policy } from '../../contract/policy.ts'
import { packetMembers } from '../../contract/packet-members.ts'
import { fallsBack } from '../../contract/release.ts'
import { CentralConfig, ConfigQuery, type KeySet } from '../../contract/protocol/config.ts'
import type { RosterPerson } from '../../contract/protocol/people.ts'
import { TimeAnswer } from '../../contract/protocol/problem.ts'
import { anchorFacts, compareAnchor, signAnchor } from '../audit/anchor.ts'
import { authorityOf, type Central, type Db } from '../context.ts'
import { anyState, defineRoute } from '../http/route.ts'
import { signCompactJws } from '../../jose/sign-jws.ts'
import { noteHeldTrust } from '../trust/held-trust.ts'
import { signTrust, trustFacts } from '../trust/trust-bundle.ts'
import { rosterPeople, signPeople } from '../people/roster.ts'
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
export const configRoute = defineRoute<'station', null, z.infer<typeof ConfigQuery>>('station', {
  method: 'GET',
  path: '/v1/config',
  summary: 'Keys, policy and what the station must know',
  states: anyState,
  query: ConfigQuery,
  answers: {
    200: { description: 'Configuration', schema: CentralConfig },
    304: { description: 'As named by If-None-Match', schema: null },
  },
  async handle({ caller: station, headers, query }, central) {
    if (query.trust !== undefined) await noteHeldTrust(central.db, station, query.trust)
    if (query.audit !== undefined) await compareAnchor(central, station.station_id, query.audit)
    const facts = await configFacts(central, station)
    const etag = etagOf(facts, central.now())
    if (headers['if-none-match'] === etag) return { status: 304, body: null, headers: { etag } }
    return {
      status: 200,
      body: {
        ...facts,
        server_time: central.now().toISOString(),
        keys: signKeys(central, facts.keys),
        policy: signPolicy(central, facts.policy),
        trust: signTrust(central, facts.trust),
        audit: signAnchor(central, facts.audit),
        roster: signPeople(central, station.station_id, facts.roster),
      },
      headers: { etag },
    }
  },
})

async function configFacts(central: Central, station: Station) {
  const { station_id, branch_name, state } = station
  const people = await rosterPeople(central.db, station, central.now())
  return {
    environment: central.environment,
    keys: keySetOf(central),
    policy: await currentPolicy(central.db),
    revoked_operators: revokedOf(people),
    roster: people,
    trust: await trustFacts(central.db),
    audit: await anchorFacts(central),
    packet_members: packetMembers,
    station: { station_id, branch_name, state },
  }
}

function keySetOf(central: Central): KeySet {
  const { encryption, signing, authority } = central.keys()
  const madeMs = [...encryption, ...signing, ...authority].map(({ createdAt }) => createdAt.getTime())
  return {
    environment: central.environment,
    as_of: new Date(Math.max(...madeMs)).toISOString(),
    encryption_keys: encryption.map(({ publicJwk }) => publicJwk),
    signing_keys: signing.map(({ publicJwk }) => publicJwk),
    authority_keys: authority.map(({ publicJwk }) => publicJwk),
  }
}

/** Signed with every key, so that a station that missed a rotation, or knows no authority yet, knows one of them. */
function signKeys(central: Central, keySet: KeySet): string[] {
  const { signing, authority } = central.keys()
  return [...signing, ...authority].map((key) => signCompactJws(key, { typ: 'guichet-keys+jwt' }, keySet))
}

/** The newest policy set by the administrator, else the one every station ships with. */
export async function currentPolicy(db: Db): Promise<Policy> {
  const row = await db.selectFrom('policy').select('body').orderBy('version', 'desc').limit(1).executeTakeFirst()
  return row === undefined ? defaultPolicy : Policy.parse(row.body)
}

/** The version that a kiosk must have never falls: going back is a newer version. Code: policy_conflict. */
export async function refuseFallingBack(db: Db, policy: Policy, now: Date): Promise<void> {
  const { releases } = await currentPolicy(db)
  if (fallsBack(releases, policy.releases, daysInFrance(now).latest))
    throw new Failure('policy_conflict', 'releases: a minimum version in force falls')
}

/**
 * Sets a newer policy for all stations; each gets it, signed, with its next configuration. Code: policy_conflict (its version is in
 * force already, or a minimum version of kiosks falls).
 */
export async function setPolicy(db: Db, policy: Policy, now: Date): Promise<void> {
  const body = Policy.parse(policy)
  await refuseFallingBack(db, body, now)
  const { numInsertedOrUpdatedRows: added } = await db
    .insertInto('policy')
    .values({ version: body.version, body: JSON.stringify(body), set_at: now })
    .onConflict((clash) => clash.doNothing())
    .executeTakeFirst()
  if (added === 0n) throw new Failure('policy_conflict', 'version')
}

function signPolicy(central: Central, policy: Policy): string {
  return signCompactJws(authorityOf(central), { typ: 'guichet-policy+jwt' }, policy)
}

/** Those whose right has ended, as older kiosks ask for them. */
const revokedOf = (people: readonly RosterPerson[]): string[] =>
  people.filter(({ revoked_at }) => revoked_at !== null).map(({ person_id }) => person_id)

/** What is dated is signed again once an hour, though nothing else changed: a station can tell how old its roster is. */
function etagOf(facts: unknown, now: Date): string {
  const hour = now.toISOString().slice(0, 13)
  return `"${createHash('sha256')
    .update(JSON.stringify([facts, hour]))
    .digest('base64url')}"`
}

import { randomInt, randomUUID } from 'node:crypto'
import { sql, type ExpressionBuilder, type Selectable } from 'kysely'
import { Failure } from '../../contract/failure.ts'
import type { PendingLogin } from '../../contract/identity/device.ts'
import type { Identity } from '../context.ts'
import type { IdentityTables, LoginState } from '../database/tables.ts'
import { writtenSoon } from '../database/written-soon.ts'
import { sealText } from '../keys/sealing.ts'
import { endedStates } from '../lifecycle/states.ts'
import { freshBytes } from './challenges.ts'

export type LoginRow = Selectable<IdentityTables['identity.login_request']>

/** Columns of a request that no device and no identity has under the same name. */
export const ownOfRequest = [
  ...(['login_id', 'interaction', 'name_digest', 'number', 'service', 'hub', 'claims', 'origin', 'challenge'] as const),
  ...(['spent_challenge', 'wrong_numbers', 'asked_at', 'known_browser', 'remembered'] as const),
  'identity.login_request.expires_at',
] as const
/** The others of one that waits. */
export const unanswered = { state: 'waiting', account_id: null, device_id: null, acr: null, answered_at: null } as const

export const loginLifeMs = 2 * 60_000
export const mostWrongNumbers = 2
/** The most unanswered requests, within `unansweredMs`, from browsers that never logged in. */
const unansweredAllowed = 5
const unansweredMs = 10 * 60_000

export type Asked = {
  interaction: string
  nameDigest: string
  service: string
  hub: string | null
  claims: readonly string[]
  from: PendingLogin['from']
  isKnownBrowser: boolean
  /** The name, where this browser is to remember it once it has logged in. */
  remember: string | null
}

/**
 * Puts one request before the holder of the name; whether the name exists changes nothing here. A browser that asks again takes the place of
 * its own request. Code: login_limit (another waits, or too many were left unanswered).
 */
export async function askLogin({ db, keys, now, bell }: Identity, asked: Asked): Promise<LoginRow> {
  const at = now()
  const { interaction, nameDigest, from } = asked
  const origin = JSON.stringify(from)
  const unanswered = await makeWay(db, { nameDigest, interaction, origin, at })
  if (!asked.isKnownBrowser && unanswered >= unansweredAllowed)
    throw new Failure('login_limit', null, { waitSeconds: unansweredMs / 1000 })
  const row = {
    login_id: randomUUID(),
    interaction,
    name_digest: nameDigest,
    number: String(randomInt(100)).padStart(2, '0'),
    service: asked.service,
    hub: asked.hub,
    claims: JSON.stringify(asked.claims),
    origin,
    challenge: freshBytes(),
    state: 'waiting' as const,
    asked_at: at,
    expires_at: new Date(at.getTime() + loginLifeMs),
    known_browser: asked.isKnownBrowser,
    remembered: asked.remember === null ? null : sealText(keys().data, `login ${interaction}`, asked.remember),
  }
  const added = await db
    .insertInto('identity.login_request')
    .values(row)
    .onConflict((clash) => clash.doNothing())
    .returningAll()
    .returning(writtenSoon)
    .executeTakeFirst()
  if (added === undefined) throw new Failure('login_limit', null, { waitSeconds: loginLifeMs / 1000 })
  bell.ring(nameDigest)
  return added
}

type Way = { nameDigest: string; interaction: string; origin: string; at: Date }

/**
 * Ends what this request takes the place of: what waits from the same browser or has had its time, and what the same page asked before,
 * which stays to be counted.
 * Returns how many requests of strangers' browsers stayed without an answer lately.
 */
async function makeWay(db: Identity['db'], { nameDigest, interaction, origin, at }: Way): Promise<number> {
  const table = 'identity.login_request'
  const { unanswered } = await db
    .with('ended', (all) =>
      all
        .updateTable(table)
        .set({ state: 'expired' })
        .where('name_digest', '=', nameDigest)
        .where('interaction', '<>', interaction)
        .where('state', '=', 'waiting')
        .where((eb) => eb.or([eb('expires_at', '<=', at), eb('origin', '=', origin)]))
        .returning(['known_browser', 'asked_at']),
    )
    .with('left', (all) =>
      all
        .updateTable(table)
        .set({
          interaction: sql<string>`interaction || ' ' || login_id`,
          state: sql<LoginState>`CASE state WHEN 'waiting' THEN 'expired' ELSE state END`,
        })
        .where('interaction', '=', interaction)
        .where('state', '<>', 'approved')
        .returning(['name_digest', 'known_browser', 'asked_at']),
    )
    .selectFrom((eb) =>
      eb
        // As all were before: rows that are changed here are counted by what is returned of them.
        .selectFrom(table)
        .select(['known_browser', 'asked_at'])
        .where('name_digest', '=', nameDigest)
        .where('interaction', '<>', interaction)
        .where('state', 'in', ['expired', 'refused'])
        .unionAll(eb.selectFrom('ended').select(['known_browser', 'asked_at']))
        .unionAll(eb.selectFrom('left').select(['known_browser', 'asked_at']).where('name_digest', '=', nameDigest))
        .as('tried'),
    )
    .select([sql<string>`count(*)`.as('unanswered'), writtenSoon])
    .where('known_browser', '=', false)
    .where('asked_at', '>', new Date(at.getTime() - unansweredMs))
    .executeTakeFirstOrThrow()
  return Number(unanswered)
}

/**
 * What makes a request wait for the holder of an identity, for every query that reads the two. Of one that has ended the address may be
 * somebody else's: no login of theirs is shown there, or ended from there.
 */
export const isWaitingFor = (
  eb: ExpressionBuilder<IdentityTables, 'identity.account' | 'identity.login_request'>,
  at: Date,
) =>
  eb.and([
    eb('identity.login_request.name_digest', '=', eb.ref('identity.account.email_digest')),
    eb('identity.account.state', 'not in', endedStates),
    eb('identity.login_request.state', '=', 'waiting'),
    eb('identity.login_request.expires_at', '>', at),
  ])

/** The request that waits for the holder of this identity; null for none. */
export async function findPending(
  { db, now }: Pick<Identity, 'db' | 'now'>,
  accountId: string,
): Promise<LoginRow | null> {
  const row = await db
    .selectFrom('identity.login_request')
    .innerJoin('identity.account', (join) => join.on((eb) => isWaitingFor(eb, now())))
    .selectAll('identity.login_request')
    .where('identity.account.account_id', '=', accountId)
    .executeTakeFirst()
  return row ?? null
}

export async function findByInteraction({ db }: Pick<Identity, 'db'>, interaction: string): Promise<LoginRow | null> {
  const row = await db
    .selectFrom('identity.login_request')
    .selectAll()
    .where('interaction', '=', interaction)
    .executeTakeFirst()
  return row ?? null
}

/** As the page is told: what nobody answered in time has expired. */
export function stageOf({ state, expires_at }: LoginRow, at: Date): LoginState {
  return state === 'waiting' && expires_at <= at ? 'expired' : state
}

/** Ends a request that waits; tells both sides. Whether it still waited. */
export async function endLogin(
  { db, now, bell }: Pick<Identity, 'db' | 'now' | 'bell'>,
  { login_id, name_digest, interaction }: LoginRow,
  end: { state: 'refused' | 'expired' },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('identity.login_request')
    .set({ ...end, answered_at: now() })
    .where('login_id', '=', login_id)
    .where('state', '=', 'waiting')
    .executeTakeFirst()
  bell.ring(name_digest)
  bell.ring(interaction)
  return numUpdatedRows > 0n
}

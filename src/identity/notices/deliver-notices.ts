import { randomInt } from 'node:crypto'
import { sql, type Selectable } from 'kysely'
import { noteDeed } from '../../central/operations/record-deed.ts'
import { parseJson } from '../../jose/jws.ts'
import type { Identity } from '../context.ts'
import type { IdentityTables } from '../database/tables.ts'
import { providerPath } from '../provider/configuration.ts'
import { findRelyingParty } from '../provider/relying-parties.ts'
import { addressOf, channelOf } from './notice-kinds.ts'
import { PostFailed, postOut, type Posted } from './post-out.ts'
import { openNotice } from './queue-notices.ts'
import { forms, signNotice } from './sign-notice.ts'

type Row = Selectable<IdentityTables['identity.notice']>
type Settled = 'delivered' | 'refused' | 'given_up'
type Outcome = { state: Settled | 'due'; failure: string | null; retryAfterMs: number }

/** At one look, so that a service that is slow or down takes nothing from the others. */
const mostOfClient = 4
const batch = 40
const timeoutMs = 10_000
/** Whoever took one and died: another takes it up after this. */
const claimMs = 60_000
const firstRetryMs = 10_000
const longestRetryMs = 6 * 3_600_000
const giveUpAfterMs = 7 * 24 * 3_600_000
/** RFC 8935 §2.4: the receiver has read it and will not have it. */
const refusals = [
  'invalid_request',
  'invalid_key',
  'invalid_issuer',
  'invalid_audience',
  'authentication_failed',
  'access_denied',
]

/** Sends what is due: at least once, with a `jti` by which a second copy is recognised. Returns how many were settled. */
export async function deliverNotices(identity: Identity, signal: AbortSignal): Promise<number> {
  const ended = await Promise.all((await claimDue(identity)).map((row) => deliverOne(identity, row, signal)))
  return ended.filter((isSettled) => isSettled).length
}

/** Takes notices for this instance, some of each service: of two that look at the same time, the second finds them put off. */
async function claimDue({ db, now }: Identity): Promise<Row[]> {
  const at = now()
  const ranked = db
    .selectFrom('identity.notice')
    .select(['notice_id', 'next_try_at'])
    .select(sql<number>`row_number() OVER (PARTITION BY client_id ORDER BY next_try_at, notice_id)`.as('place'))
    .where('state', '=', 'due')
    .where('next_try_at', '<=', at)
    .as('ranked')
  const due = db
    .selectFrom(ranked)
    .select('notice_id')
    .where('place', '<=', mostOfClient)
    .orderBy('next_try_at')
    .limit(batch)
  return db
    .updateTable('identity.notice')
    .set({ next_try_at: new Date(at.getTime() + claimMs), attempts: sql`attempts + 1` })
    .where('notice_id', 'in', due)
    .where('state', '=', 'due')
    .where('next_try_at', '<=', at)
    .returningAll()
    .execute()
}

async function deliverOne(identity: Identity, row: Row, signal: AbortSignal): Promise<boolean> {
  const outcome = await attempt(identity, row, signal)
  // Stopped in the middle: whoever comes next takes it up.
  if (outcome === null) return false
  const { state, failure, retryAfterMs } = outcome
  if (state === 'due') return postpone(identity, row, failure!, retryAfterMs)
  return settle(identity, row, state, failure)
}

async function attempt(identity: Identity, row: Row, signal: AbortSignal): Promise<Outcome | null> {
  const form = forms[channelOf(row.kind)]
  const party = await findRelyingParty(identity, row.client_id)
  const url = party?.metadata[addressOf[channelOf(row.kind)]]
  if (typeof url !== 'string' || row.held === null) return { state: 'given_up', failure: 'no_address', retryAfterMs: 0 }
  const { notice_id: noticeId, client_id: clientId, kind, created_at: createdAt } = row
  const notice = { ...openNotice(identity, noticeId, row.held), noticeId, clientId, kind, createdAt }
  const alg = String(party!.metadata['id_token_signed_response_alg'])
  const token = await signNotice(identity, form, notice, { alg, issuer: identity.origin() + providerPath })
  const { innerHosts } = identity.policy
  const post = { url, type: form.type, body: form.body(token), innerHosts, timeoutMs, signal }
  try {
    return outcomeOf(await postOut(post))
  } catch (error) {
    if (signal.aborted) return null
    if (!(error instanceof PostFailed)) throw error
    return { state: 'due', failure: error.fault, retryAfterMs: 0 }
  }
}

/** A 400 is final, and so is what RFC 8935 §2.4 names; any other answer may be one of a service that is being mended. */
function outcomeOf({ status, body, retryAfterMs }: Posted): Outcome {
  if (status >= 200 && status < 300) return { state: 'delivered', failure: null, retryAfterMs }
  if (status !== 400) return { state: 'due', failure: `http_${status}`, retryAfterMs }
  const { err } = (parseJson(Buffer.from(body)) ?? {}) as { err?: unknown }
  // Its own words are not ours to keep.
  const known = refusals.find((one) => one === err)
  return { state: 'refused', failure: known ?? 'http_400', retryAfterMs }
}

/** Doubling, with as much again by chance taken off, so that what failed together does not come back together. */
function pauseMs(attempts: number, retryAfterMs: number): number {
  const longest = Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempts - 1, 20))
  return Math.max(longest / 2 + randomInt(longest / 2), Math.min(retryAfterMs, longestRetryMs))
}

async function postpone(identity: Identity, row: Row, failure: string, retryAfterMs: number): Promise<boolean> {
  const at = identity.now()
  if (at.getTime() - row.created_at.getTime() >= giveUpAfterMs) return settle(identity, row, 'given_up', failure)
  const next_try_at = new Date(at.getTime() + pauseMs(row.attempts, retryAfterMs))
  await identity.db
    .updateTable('identity.notice')
    .set({ next_try_at, failure, failed_at: at })
    .where('notice_id', '=', row.notice_id)
    .where('state', '=', 'due')
    .execute()
  return false
}

/** Nothing that names anybody stays. The audit says of a service, and of nobody, that it was told. */
async function settle(identity: Identity, row: Row, state: Settled, failure: string | null): Promise<boolean> {
  const at = identity.now()
  const { numUpdatedRows } = await identity.db
    .updateTable('identity.notice')
    .set({
      state,
      settled_at: at,
      held: null,
      subject_digest: null,
      ...(failure !== null && { failure, failed_at: at }),
    })
    .where('notice_id', '=', row.notice_id)
    .where('state', '=', 'due')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  const detail = failure === null ? row.kind : `${row.kind} ${failure}`
  const deed = { actor: 'identity', action: 'service.tell', stationId: null, subject: row.client_id, detail }
  await noteDeed(identity.central, deed, state)
  return true
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Failure } from '../../contract/failure.ts'
import { applicationHeader, citizenPath } from '../../contract/identity/endpoints.ts'
import type { Identity } from '../context.ts'
import type { SessionKind } from '../database/tables.ts'
import { writtenSoon } from '../database/written-soon.ts'
import { newToken, tokenHash } from '../keys/digests.ts'
import { openText, sealText } from '../keys/sealing.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** How long a browser holds what it was given. */
const lifeMs: Record<SessionKind, number> = {
  application: dayMs,
  activation: hourMs,
  device: 400 * dayMs,
  browser: 180 * dayMs,
  joining: hourMs,
}

export type HeldSession = { subjectId: string; held: string | null; provedAt: Date | null }

/** What one request's browser holds, and may be given. */
export type Sessions = {
  /** How what the browser holds of that kind is found in the database; null: it holds nothing. */
  hashOf(kind: SessionKind): string | null
  find(kind: SessionKind): Promise<HeldSession | null>
  /** In place of what the browser held of that kind; a fresh cookie each time, so that none can be planted. */
  begin(kind: SessionKind, subjectId: string, more?: { held?: string; isProved?: boolean }): Promise<void>
  end(kind: SessionKind): Promise<void>
}

const missing: Record<SessionKind, Failure['code']> = {
  application: 'citizen_session_missing',
  activation: 'activation_link_invalid',
  device: 'device_unknown',
  browser: 'citizen_session_missing',
  joining: 'join_over',
}

/** The session's subject. Codes: citizen_session_missing, activation_link_invalid, device_unknown, join_over. */
export async function requireSession(sessions: Sessions, kind: SessionKind): Promise<HeldSession> {
  const found = await sessions.find(kind)
  if (found === null) throw new Failure(missing[kind], kind)
  return found
}

export function sessionsOf(
  { db, keys, now, origin }: Pick<Identity, 'db' | 'keys' | 'now' | 'origin'>,
  request: FastifyRequest,
  reply: FastifyReply,
): Sessions {
  const isSecure = origin().startsWith('https:')
  // `__Secure-`: a page without TLS on the same host cannot write it.
  const nameOf = (kind: SessionKind) => `${isSecure ? '__Secure-' : ''}guichet-${kind}`
  const tokenOf = (kind: SessionKind) => readCookie(request.headers.cookie, nameOf(kind))
  const hashOf = (kind: SessionKind) => {
    const token = tokenOf(kind)
    return token === null ? null : tokenHash(token)
  }
  const setCookie = (kind: SessionKind, value: string, maxAgeMs: number) => {
    const flags = `Path=${citizenPath}; HttpOnly; SameSite=Strict; Max-Age=${Math.floor(maxAgeMs / 1000)}`
    addHeader(reply, `${nameOf(kind)}=${value}; ${flags}${isSecure ? '; Secure' : ''}`)
  }
  const drop = async (kind: SessionKind) => {
    const hash = hashOf(kind)
    if (hash !== null) await db.deleteFrom('identity.session').where('token_hash', '=', hash).execute()
  }
  return {
    hashOf,
    async find(kind) {
      const hash = hashOf(kind)
      if (hash === null) return null
      const row = await db
        .selectFrom('identity.session')
        .select(['subject_id', 'held', 'proved_at'])
        .where('token_hash', '=', hash)
        .where('kind', '=', kind)
        .where('expires_at', '>', now())
        .executeTakeFirst()
      if (row === undefined) return null
      if (kind === 'application') await refuseOther(db, request, row.subject_id)
      const held = row.held === null ? null : openText(keys().data, `session ${hash}`, row.held)
      return { subjectId: row.subject_id, held, provedAt: row.proved_at }
    },
    async begin(kind, subjectId, { held, isProved = false } = {}) {
      await drop(kind)
      const [token, at] = [newToken(), now()]
      const hash = tokenHash(token)
      await db
        .insertInto('identity.session')
        .values({
          token_hash: hash,
          kind,
          subject_id: subjectId,
          held: held === undefined ? null : sealText(keys().data, `session ${hash}`, held),
          proved_at: isProved ? at : null,
          created_at: at,
          expires_at: new Date(at.getTime() + lifeMs[kind]),
        })
        .returning(writtenSoon)
        .execute()
      setCookie(kind, token, lifeMs[kind])
    },
    async end(kind) {
      await drop(kind)
      if (tokenOf(kind) !== null) setCookie(kind, '', 0)
    },
  }
}

/** A page that was left open changes the application that it shows, or none. Code: application_conflict. */
async function refuseOther(db: Identity['db'], { method, headers }: FastifyRequest, id: string): Promise<void> {
  const shown = headers[applicationHeader]
  if (method === 'GET' || shown === undefined) return
  const held = await db
    .selectFrom('application')
    .select('created_at')
    .where('application_id', '=', id)
    .executeTakeFirst()
  if (held?.created_at.toISOString() !== shown) throw new Failure('application_conflict')
}

function addHeader(reply: FastifyReply, cookie: string): void {
  const before = reply.getHeader('set-cookie')
  void reply.header('set-cookie', before === undefined ? cookie : [before as string, cookie].flat())
}

export function readCookie(header: string | undefined, name: string): string | null {
  const found = header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
  const value = found?.slice(name.length + 1) ?? ''
  return /^[\w-]{43}$/.test(value) ? value : null
}

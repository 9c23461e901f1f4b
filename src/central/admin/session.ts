import { createHash, randomBytes } from 'node:crypto'
import type { Language } from '../../contract/identity.ts'
import type { Central } from '../context.ts'
import type { Administrator } from './administrators.ts'
import { adminRoles, type AdminRole } from './roles.ts'

/** An administrator at work. `isBootstrap`: by the token of the first start, not by an account of their own. */
export type AdminSession = {
  name: string
  roles: readonly AdminRole[]
  isBootstrap: boolean
  csrf: string
  language: Language
}

/** Whether cookies may insist on TLS. */
export function isServedSecurely({ publicOrigin }: Pick<Central, 'publicOrigin'>): boolean {
  return publicOrigin?.startsWith('https:') ?? false
}

const cookieName = 'guichet_admin'
const validMs = 8 * 3_600_000

type Core = Pick<Central, 'db' | 'now' | 'publicOrigin'>

const digest = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** Stands for a token in the database: a reader of the database cannot log in with it. */
export const markOf = ({ token }: Administrator): string => digest(`token ${token}`)

export type SessionStart = { name: string; roles: readonly AdminRole[]; token: Administrator | null }

/** A new session, good in any instance until it is ended; the value of Set-Cookie. */
export async function startSession(central: Core, { name, roles, token }: SessionStart): Promise<string> {
  const value = randomBytes(32).toString('base64url')
  const at = central.now()
  await central.db
    .insertInto('admin_session')
    .values({
      session_hash: digest(value),
      name,
      roles: JSON.stringify(roles),
      token_mark: token === null ? null : markOf(token),
      started_at: at,
      expires_at: new Date(at.getTime() + validMs),
    })
    .execute()
  return cookie(cookieName, value, validMs / 1000, isServedSecurely(central))
}

/** The session of a request's Cookie header; null when there is none, or it ended, or its token is no more. */
export async function readSession(
  { db, now }: Pick<Core, 'db' | 'now'>,
  tokens: readonly Administrator[],
  cookies: string | undefined,
): Promise<AdminSession | null> {
  const value = readCookie(cookies, cookieName)
  if (!value) return null
  const row = await db
    .selectFrom('admin_session')
    .select(['name', 'roles', 'token_mark'])
    .where('session_hash', '=', digest(value))
    .where('expires_at', '>', now())
    .executeTakeFirst()
  if (row === undefined) return null
  const isBootstrap = row.token_mark !== null
  if (isBootstrap && !tokens.some((one) => one.name === row.name && markOf(one) === row.token_mark)) return null
  const roles = adminRoles.filter((role) => row.roles.includes(role))
  return { name: row.name, roles, isBootstrap, csrf: digest(`form ${value}`), language: readLanguage(cookies) }
}

/** Ends the session for every copy of its cookie; returns the value of Set-Cookie. */
export async function endSession(central: Core, cookies: string | undefined): Promise<string> {
  const value = readCookie(cookies, cookieName) ?? ''
  await central.db.deleteFrom('admin_session').where('session_hash', '=', digest(value)).execute()
  return cookie(cookieName, '', 0, isServedSecurely(central))
}

/** Those that are over. */
export async function forgetSessions({ db, now }: Pick<Core, 'db' | 'now'>): Promise<void> {
  await db.deleteFrom('admin_session').where('expires_at', '<', now()).execute()
}

export function readLanguage(cookies: string | undefined): Language {
  return readCookie(cookies, 'guichet_language') === 'en' ? 'en' : 'fr'
}

export function languageCookie(language: Language, secure: boolean): string {
  return cookie('guichet_language', language, 31_536_000, secure)
}

export function cookie(name: string, value: string, maxAgeSeconds: number, secure: boolean, sameSite = 'Strict') {
  return `${name}=${value}; Path=/admin; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=${sameSite}${secure ? '; Secure' : ''}`
}

export function readCookie(cookies: string | undefined, name: string): string | undefined {
  const pairs = (cookies ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([key]) => key === name)?.[1]
}

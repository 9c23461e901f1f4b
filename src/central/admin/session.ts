import { createHmac, randomBytes } from 'node:crypto'
import type { Language } from '../../contract/identity.ts'
import type { Central } from '../context.ts'
import { isSameSecret, type Administrator } from './administrators.ts'

/** An administrator's session: all of it in a signed cookie, so that any instance can go on with it. */
export type AdminSession = { id: string; name: string; csrf: string; language: Language }

/** Whether cookies may insist on TLS. */
export function isServedSecurely({ publicOrigin }: Pick<Central, 'publicOrigin'>): boolean {
  return publicOrigin?.startsWith('https:') ?? false
}

const cookieName = 'guichet_admin'
const validMs = 8 * 3_600_000

export type SessionKeys = { secret: Uint8Array; administrators: readonly Administrator[] }

/** Set-Cookie value of a new session. Signed with the administrator's token too: changing it ends their sessions. */
export function startSession(keys: SessionKeys, who: Administrator, now: Date, secure: boolean): string {
  return cookie(issue(keys, 'session', who, now), validMs / 1000, secure)
}

/** The value of a link that logs the first administrator in, on any instance; anyone who takes it must see that it is used once. */
export function makeLink(keys: SessionKeys, now: Date): string {
  return issue(keys, 'link', keys.administrators[0]!, now)
}

/** Whose link it is and when it ends; null when it was not made here or has ended. */
export function readLink(keys: SessionKeys, link: string, now: Date): { who: Administrator; expiresAt: Date } | null {
  return read(keys, 'link', link, now)
}

export function endSession(secure: boolean): string {
  return cookie('', 0, secure)
}

/** The session of a request's Cookie header; null when there is none, or it is forged or over. */
export function readSession(keys: SessionKeys, cookies: string | undefined, now: Date): AdminSession | null {
  const session = read(keys, 'session', readCookie(cookies, cookieName) ?? '', now)
  if (session === null) return null
  const { id, who } = session
  return { id, name: who.name, csrf: sign(keys, who, `form ${id}`), language: readLanguage(cookies) }
}

type Kind = 'session' | 'link'

function issue(keys: SessionKeys, kind: Kind, who: Administrator, now: Date): string {
  const id = `${now.getTime() + validMs}.${randomBytes(16).toString('base64url')}.${who.name}`
  return `${id}.${sign(keys, who, `${kind} ${id}`)}`
}

function read(keys: SessionKeys, kind: Kind, value: string, now: Date) {
  const [expires, random, name, mac] = value.split('.')
  const who = keys.administrators.find((one) => one.name === name)
  if (mac === undefined || who === undefined) return null
  const id = `${expires}.${random}.${name}`
  if (!isSameSecret(mac, sign(keys, who, `${kind} ${id}`)) || Number(expires) <= now.getTime()) return null
  return { id, who, expiresAt: new Date(Number(expires)) }
}

export function readLanguage(cookies: string | undefined): Language {
  return readCookie(cookies, 'guichet_language') === 'en' ? 'en' : 'fr'
}

export function languageCookie(language: Language, secure: boolean): string {
  return `guichet_language=${language}; Path=/admin; Max-Age=31536000; SameSite=Strict; HttpOnly${secure ? '; Secure' : ''}`
}

function cookie(value: string, maxAgeSeconds: number, secure: boolean): string {
  const flags = `Path=/admin; Max-Age=${maxAgeSeconds}; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`
  return `${cookieName}=${value}; ${flags}`
}

function readCookie(cookies: string | undefined, name: string): string | undefined {
  const pairs = (cookies ?? '').split(';').map((pair) => pair.trim().split('='))
  return pairs.find(([key]) => key === name)?.[1]
}

function sign({ secret }: SessionKeys, { token }: Administrator, text: string): string {
  return createHmac('sha256', secret).update(token).update('\0').update(text).digest('base64url')
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import { Failure, type FailureCode } from '../../contract/failure.ts'
import type { Central } from '../context.ts'
import { isSameSecret, type Administrator } from './administrators.ts'
import { pathOf, type Section, type View } from './page.ts'
import type { AdminProvider } from './provider-login.ts'
import { readSession, type AdminSession } from './session.ts'

/** Who may come in: accounts of a provider, or the tokens of the first start. */
export type Access = { provider: AdminProvider | null; tokens: readonly Administrator[] }

/** What every form and page of the administrators' works with. */
export type AdminParts = { central: Central; access: Access }

export const sessionOf = ({ central, access }: AdminParts, request: FastifyRequest): Promise<AdminSession | null> =>
  readSession(central, access.tokens, request.headers.cookie)

/** The session, or null once the visitor was sent to the login. */
export async function admit(
  parts: AdminParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<AdminSession | null> {
  const session = await sessionOf(parts, request)
  if (session === null) void reply.redirect('/admin/login', 303)
  return session
}

/** The cookie alone proves nothing about the page a form came from. Code: forbidden. */
export function checkForm(session: AdminSession, csrf: string): void {
  if (!isSameSecret(csrf, session.csrf)) throw new Failure('forbidden', 'form')
}

export const viewOf = ({ central }: AdminParts, session: AdminSession): View => ({
  session,
  environment: central.environment,
  notice: null,
})

export const goBack = (reply: FastifyReply, section: Section, code: FailureCode | null): FastifyReply =>
  reply.redirect(`${pathOf(section)}?${code === null ? 'done=1' : `failed=${code}`}`, 303)

/** Code: request_invalid. */
export function need<T>(value: T | undefined): T {
  if (value === undefined) throw new Failure('request_invalid')
  return value
}

/** A refusal is told beside the list; a fault is not one. */
export function refusalOf(error: unknown): FailureCode {
  if (error instanceof Failure) return error.code
  throw error
}

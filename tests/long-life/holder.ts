import { createBrowser, type Browser } from '../fixtures/identity/browser.ts'
import { answer, type Person, type Phone } from '../fixtures/identity/citizen.ts'
import type { Hub } from '../fixtures/identity/hub.ts'
import { goBack } from '../fixtures/identity/log-in.ts'

/** Somebody who logs in again and again, in the browser that they always use. */
export type LoggingIn = { person: Person; phone: Phone; browser: Browser; sub: string | null }

/** `person-N` in what the browser calls itself is where it asks from (instances.ts). */
export const loggingIn = (person: Person, phone: Phone, n: number): LoggingIn => ({
  ...{ person, phone, sub: null },
  browser: createBrowser(phone.browser.origin, `Mozilla/5.0 Chrome/140.0 Safari/537.36 person-${n}`),
})

const codes = /^[a-z][a-z_]+(50[23])?$/

/**
 * One login, page, phone and service, with the service's clock off by so much. `done`, or the code with which it was refused; what has
 * neither throws, and so does an answer about somebody else.
 */
export async function logInOnce(hub: Hub, who: LoggingIn, clockOffMs: number): Promise<string> {
  const { url, checks } = hub.ask()
  const taken = await take(hub, who, { url, checks, clockOffMs }).catch((error: unknown) => codeOf(error))
  if (typeof taken === 'string') return taken
  const { userinfo, claims } = taken
  const { email, birthName } = who.person.declared
  const isOwn = userinfo['email'] === email && userinfo['family_name'] === birthName && userinfo['sub'] === claims.sub
  if (!isOwn || (who.sub !== null && who.sub !== claims.sub)) throw new WrongPerson()
  who.sub = claims.sub
  return 'done'
}

export class WrongPerson extends Error {}

const loginPage = /^\/citizen\/login\/([\w-]+)$/

/** A page in place of the login page: who made it, and with what it ends. */
async function nameOf(response: Response): Promise<string> {
  const code = /<small>(\w+)<\/small>/.exec(await response.text())?.[1]
  return `page_${code ?? response.status}`
}

type Begun = { url: string; checks: { nonce: string; state: string; response_type: 'code' }; clockOffMs: number }
async function take({ client, redirectUri }: Hub, { person, phone, browser }: LoggingIn, begun: Begun) {
  const { url, response } = await browser.follow(begun.url, (one) => loginPage.test(new URL(one).pathname))
  if (response !== null) throw new Error(await nameOf(response))
  const params = { uid: loginPage.exec(new URL(url).pathname)![1]! }
  const body = { email: person.declared.email, remember: true }
  const { number } = await browser.call('login.name', { params, body })
  await answer(phone, number!)
  const { stage, continue_url } = await browser.call('login.read', { params, query: { seen: 'waiting' } })
  if (stage !== 'approved') throw new Error(`stage_${stage}`)
  const callback = await goBack(browser, continue_url!, redirectUri)
  if (!callback.startsWith(redirectUri)) throw new Error('page_elsewhere')
  const now = Math.floor((Date.now() + begun.clockOffMs) / 1000)
  const asserted = { clientAssertionPayload: { iat: now, nbf: now, exp: now + 60 } }
  const tokens = await client.callback(redirectUri, client.callbackParams(callback), begun.checks, asserted)
  return { userinfo: await client.userinfo(tokens), claims: tokens.claims() }
}

type Known = {
  response?: { statusCode: number; body?: unknown }
  error?: string
  code?: string
  cause?: { code?: string }
  message: string
  name: string
}

/** The protocol's, the service's own, or how the connection ended. */
function codeOf(error: unknown): string {
  const { error: protocol, cause, code, message, name, response } = error as Known
  if (protocol !== undefined) return protocol
  if (cause?.code !== undefined) return cause.code
  // The hub's client passes on what its connection ended with.
  if (code !== undefined && /^E[A-Z]+$/.test(code)) return code
  // 502 and 503 of the balancer have no body.
  if (name === 'SyntaxError' || response?.statusCode === 502) return 'balancer'
  if (response !== undefined) throw new Error(`${message}: ${String(response.body).slice(0, 200)}`)
  if (name === 'RPError') return message
  if (codes.test(message)) return message
  if (message === 'nothing is pending') return 'nothing_pending'
  throw error
}

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBrowser, type Browser } from '../../fixtures/identity/browser.ts'
import {
  answer,
  askToJoin,
  becomeActive,
  inventPerson,
  prove,
  type Person,
  type Phone,
} from '../../fixtures/identity/citizen.ts'
import { startWithHolder, type HolderScene } from '../../fixtures/identity/holder-scene.ts'
import { connectBank } from '../../fixtures/identity/hub.ts'
import { goBack, logIn, logInAt, openLogin } from '../../fixtures/identity/log-in.ts'

// What a service, or a page that leads a browser, asks of the provider beside the straight way.
let { on, hub, person, phone } = {} as HolderScene
let other: { person: Person; phone: Phone }
beforeAll(async () => {
  ;({ on, hub, person, phone } = await startWithHolder())
  other = await becomeActive(on, inventPerson({ birthName: 'Autre', givenNames: ['Lise'] }), '572916')
})
afterAll(() => on?.stop())

/** Where a request leads at first: the error of the answer, or the page where somebody names themselves. */
async function leadsTo(change: Record<string, string>): Promise<string> {
  const { url } = await createBrowser(on.origin).follow(
    hub.ask(change).url,
    (one) => one.startsWith(hub.redirectUri) || one.includes('/citizen/login/'),
  )
  const { searchParams, hash } = new URL(url)
  return searchParams.get('error') ?? new URLSearchParams(hash.slice(1)).get('error') ?? 'login page'
}

describe('a request', () => {
  test.each([
    [{ request: 'eyJhbGciOiJub25lIn0.e30.' }, 'request_not_supported'],
    [{ request_uri: 'urn:ietf:params:oauth:request_uri:abc' }, 'request_uri_not_supported'],
    [{ response_type: 'code id_token' }, 'unsupported_response_type'],
    [{ response_mode: 'web_message' }, 'unsupported_response_mode'],
    [{ code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }, 'invalid_request'],
    [{ id_token_hint: 'abc' }, 'invalid_request'],
    [{ prompt: 'none login' }, 'invalid_request'],
    [{ prompt: 'create' }, 'invalid_request'],
    [{ max_age: '-1' }, 'invalid_request'],
    [{ max_age: '99999999999999999999' }, 'invalid_request'],
    [{ acr_values: 'eidas1' }, 'unmet_authentication_requirements'],
    // Nothing of these is offered, and nothing comes of them.
    [{ scope: 'openid offline_access' }, 'login page'],
    [{ claims: '{"id_token":{"sub":{"value":"another"}}}' }, 'login page'],
    [{ dpop_jkt: 'x'.repeat(43) }, 'login page'],
  ] as [Record<string, string>, string][])('with %j: %s', async (change, outcome) => {
    expect(await leadsTo(change)).toBe(outcome)
  })

  test.each(['request', 'reg', 'device/auth', 'token/introspection', 'backchannel', 'challenge'])(
    'to /%s finds nothing there',
    async (path) => {
      const { status } = await fetch(`${on.service.issuer()}/${path}`, { method: 'POST' })
      expect(status).toBe(404)
    },
  )
})

describe('tokens', () => {
  test('are bearer tokens in the header and nothing else; what was asked beside gives no refresh token', async () => {
    const { url, checks } = hub.ask({ scope: 'openid profile offline_access' })
    const { tokens } = await hub.take(await logIn({ url, callback: hub.redirectUri }, person, phone), checks)
    expect(Object.keys(tokens)).not.toContain('refresh_token')
    const token = tokens.access_token!
    const ask = async (headers: Record<string, string>, query = '') =>
      (await fetch(`${on.service.issuer()}/me${query}`, { headers })).status
    expect(await ask({ authorization: `Bearer ${token}` })).toBe(200)
    for (const kind of ['DPoP', 'Basic', 'MAC'])
      expect(await ask({ authorization: `${kind} ${token}`, dpop: 'a.b.c' }), kind).toBe(400)
    expect(await ask({}, `?access_token=${token}`)).toBe(400)
    const bank = await connectBank(on)
    await expect(bank.client.revoke(token)).rejects.toThrow('invalid_request')
    expect(await ask({ authorization: `Bearer ${token}` })).toBe(200)
  })

  test('open nothing once their holder is suspended, though their minute is not over', async () => {
    const third = await becomeActive(on, inventPerson({ birthName: 'Tiers', givenNames: ['Paul'] }), '572916')
    const { url, checks } = hub.ask()
    const callback = await logIn({ url, callback: hub.redirectUri }, third.person, third.phone)
    const { tokens } = await hub.take(callback, checks)
    const again = hub.ask()
    const later = await logIn({ url: again.url, callback: hub.redirectUri }, third.person, third.phone)
    await third.phone.browser.call('holder.suspend')
    await expect(hub.client.userinfo(tokens.access_token!)).rejects.toThrow('invalid_token')
    await expect(hub.take(later, again.checks)).rejects.toThrow('invalid_grant')
  })
})

describe('a hint of whom the service means', () => {
  let hint: string
  beforeAll(async () => {
    const { url, checks } = hub.ask()
    const { tokens } = await hub.take(await logIn({ url, callback: hub.redirectUri }, person, phone), checks)
    hint = tokens.id_token!
  })

  test('is no way into somebody else’s session', async () => {
    const theirs = createBrowser(on.origin)
    await logInAt(hub, other.person, other.phone, theirs)
    const { url } = hub.ask({ prompt: 'none', id_token_hint: hint })
    const back = new URL(await goBack(theirs, url, hub.redirectUri))
    expect(back.searchParams.get('error')).toBe('login_required')
  })

  // OpenID Connect Core §3.1.2.2: an error, where somebody else than the one that is meant logs in.
  test.each(['login', ''])('lets nobody else in who logs in instead, prompt: %s', async (prompt) => {
    const logsIn = async ({ person: who, phone: by }: typeof other) => {
      const { url } = hub.ask({ id_token_hint: hint, prompt })
      return new URL(await logIn({ url, callback: hub.redirectUri }, who, by)).searchParams
    }
    expect((await logsIn(other)).get('error')).toBe('login_required')
    expect((await logsIn({ person, phone })).has('code')).toBe(true)
  })
})

// RP-Initiated Logout 1.0 §2: whoever is logged in is asked, unless the service shows an id_token of this very session's person.
describe('a page that leads a browser to the end of its session', () => {
  const pageAt = async (browser: Browser, query: string) => (await browser.fetch(`/oidc/session/end${query}`)).text()
  const endsByItself = (page: string) => page.includes('submit()')

  test('ends nothing unasked; the answer is the person’s', async () => {
    const browser = createBrowser(on.origin)
    const { url, checks } = hub.ask()
    const { tokens } = await hub.take(await logIn({ url, callback: hub.redirectUri }, person, phone, browser), checks)
    const others = createBrowser(on.origin)
    await logInAt(hub, other.person, other.phone, others)
    const own = `?id_token_hint=${tokens.id_token}`
    expect(endsByItself(await pageAt(browser, own))).toBe(true)
    for (const query of ['', `?client_id=${hub.clientId}`]) {
      const page = await pageAt(browser, query)
      expect(endsByItself(page)).toBe(false)
      expect(page).toContain('Rester connecté')
    }
    expect(endsByItself(await pageAt(others, own))).toBe(false)
    const page = await pageAt(others, '')
    const stay = new URLSearchParams({ xsrf: /name="xsrf" value="([^"]+)"/.exec(page)![1]! })
    await others.fetch(/action="([^"]+)"/.exec(page)![1]!, { method: 'POST', body: stay })
    const silent = await goBack(others, hub.ask({ prompt: 'none' }).url, hub.redirectUri)
    expect(new URL(silent).searchParams.has('code')).toBe(true)
  })
})

test('discovery promises nothing that is not kept: a logout names the person, and no session of theirs', async () => {
  const told = (await (await fetch(`${on.service.issuer()}/.well-known/openid-configuration`)).json()) as Record<
    string,
    unknown
  >
  expect(told).toMatchObject({ backchannel_logout_supported: true, backchannel_logout_session_supported: false })
  expect(told['claims_supported']).not.toContain('sid')
})

test('a passkey is one identity’s: its name, taken with another key, is refused and leaves its holder theirs', async () => {
  const { link } = await other.phone.browser.call('join.offer')
  const joining = await askToJoin(on, link, 'Copie', phone.passkey).catch((error: Error) => error.message)
  if (typeof joining === 'string') expect(joining).toBe('device_key_refused')
  else {
    const given = { number: joining.number, ...(await prove(other.phone, 'join')) }
    const refused = await other.phone.browser.fail('join.answer', { body: given })
    expect(refused).toMatchObject({ status: 422, code: 'device_key_refused' })
  }
  const { params, browser } = await openLogin(hub.ask().url, createBrowser(on.origin))
  const body = { email: person.declared.email, remember: false }
  const { number } = await browser.call('login.name', { params, body })
  await answer(phone, number!)
})

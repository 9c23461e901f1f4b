import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  citizenApiPath,
  csrfHeader,
  endpoints,
  type Endpoint,
  type EndpointName,
} from '../../../src/contract/identity/endpoints.ts'
import { takeDecisions } from '../../../src/identity/lifecycle/take-decisions.ts'
import { runMaintenance } from '../../../src/identity/maintenance.ts'
import { createBrowser, type Browser } from '../../fixtures/identity/browser.ts'
import { answer, askToJoin, codeIn, inventPerson } from '../../fixtures/identity/citizen.ts'
import { startWithHolder, type HolderScene } from '../../fixtures/identity/holder-scene.ts'
import { goBack, logIn, logInAt, openLogin } from '../../fixtures/identity/log-in.ts'
import { createPasskey } from '../../fixtures/identity/passkey.ts'
import { startPushService, type PushService } from '../../fixtures/identity/push-service.ts'

// What somebody tries who has no right to it, over real HTTP against the whole service. Each says what they get.
/** The page itself, whether or not it was built. */
const built = new URL('../../../src/citizen/', import.meta.url)
let { on, hub, person, phone } = {} as HolderScene
let push: PushService

beforeAll(async () => {
  push = await startPushService()
  const settings = { built, policy: { pushServices: [push.origin] } }
  ;({ on, hub, person, phone } = await startWithHolder('PGlite', settings))
})
afterAll(async () => {
  await on?.stop()
  await push?.stop()
})

const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0'
const open = (browser = createBrowser(on.origin)) => openLogin(hub.ask().url, browser)
const nameSelf = ({ browser, params }: Awaited<ReturnType<typeof open>>, email = person.declared.email) =>
  browser.call('login.name', { params, body: { email, remember: false } })
/** Nothing waits, and nothing is counted, when an attack begins. */
const clear = () =>
  on.service.identity.db.updateTable('identity.login_request').set({ state: 'expired', known_browser: true }).execute()

/** A call as a page sends it, with other headers. */
async function send(browser: Browser, name: EndpointName, headers: Record<string, string>) {
  const { method, path }: Endpoint = endpoints[name]
  const url = `${citizenApiPath}${path.replace(/:\w+/g, '00000000-0000-4000-8000-000000000000')}`
  return browser.fetch(url, { method, headers: { 'content-type': 'application/json', ...headers }, body: '{}' })
}

describe('who has an identity is not found out', () => {
  /** Everything of an answer that could tell, its own values apart. */
  const shapeOf = (value: unknown): unknown =>
    value !== null && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shapeOf(one)]))
      : typeof value

  /** The statements that the database is asked while `work` runs: time follows from them. */
  async function statementsIn(work: () => Promise<unknown>): Promise<string[]> {
    const asked = vi.spyOn(on.service.identity.db.getExecutor(), 'executeQuery')
    try {
      await work()
      return asked.mock.calls.map(([{ sql }]) => sql)
    } finally {
      asked.mockRestore()
    }
  }

  /** What the service asks by itself every few seconds, whoever logs in. */
  let byItself: Set<string>
  beforeAll(async () => {
    const { identity } = on.service
    byItself = new Set(await statementsIn(() => Promise.all([takeDecisions(identity), runMaintenance(identity)])))
  })
  const statementsOf = async (work: () => Promise<unknown>) =>
    (await statementsIn(work)).filter((sql) => !byItself.has(sql))

  test('by the words of the login page, nor by the work that it makes', async () => {
    const seen = []
    for (const email of [person.declared.email, 'nobody@example.org']) {
      await clear()
      const login = await open()
      let view: unknown
      const statements = await statementsOf(async () => void (view = await nameSelf(login, email)))
      const response = await login.browser.fetch(`${citizenApiPath}/login/${login.uid}/state`)
      const headers = [...response.headers.keys()].sort()
      seen.push({ view: shapeOf(view), status: response.status, headers, statements })
    }
    expect(seen[0]!.statements.length).toBeGreaterThan(2)
    expect(seen[1]).toEqual(seen[0])
  })

  test('by the code that is sent to an address', async () => {
    const seen = []
    for (const email of [person.declared.email, inventPerson().declared.email]) {
      await on.service.identity.db.deleteFrom('identity.code').execute()
      let sent: unknown
      const browser = createBrowser(on.origin)
      const body = { email, language: 'fr' as const }
      const statements = await statementsOf(async () => void (sent = await browser.call('email.give', { body })))
      const wrong = await browser.fail('email.confirm', { body: { email, code: '000000' } })
      seen.push({ sent: shapeOf(sent), statements, wrong, cookies: [...browser.cookies().keys()] })
    }
    expect(seen[1]).toEqual(seen[0])
  })
})

test('another site’s page changes nothing: every call that does asks for our origin and our header', async () => {
  const changing = (Object.keys(endpoints) as EndpointName[]).filter((name) => endpoints[name].method === 'POST')
  expect(changing.length).toBeGreaterThan(20)
  const ours = { [csrfHeader.name]: csrfHeader.value }
  const from = [
    {},
    ours,
    { origin: on.origin },
    { ...ours, origin: 'https://evil.example' },
    { ...ours, origin: 'null' },
  ]
  for (const name of changing)
    for (const headers of from) expect((await send(phone.browser, name, headers)).status, name).toBe(403)
  expect(await phone.browser.call('device.read')).toMatchObject({ account: 'ACTIVE' })
})

test('no page of ours stands in another’s frame', async () => {
  await clear()
  const browser = createBrowser(on.origin)
  await logInAt(hub, person, phone, browser)
  const { uid } = await open(browser)
  const pages = ['/citizen/', `/citizen/login/${uid}`, '/oidc/auth?client_id=nobody', '/oidc/session/end']
  for (const path of pages) {
    const { status, headers } = await browser.fetch(path)
    expect([status, path]).toEqual([path.includes('nobody') ? 400 : 200, path])
    expect(headers.get('content-security-policy'), path).toContain("frame-ancestors 'none'")
  }
})

test('nobody is sent elsewhere: an address that is nearly the registered one is none', async () => {
  const { redirectUri } = hub
  const host = new URL(redirectUri).host
  const wrong = [
    `${redirectUri}/`,
    `${redirectUri}/..`,
    `${redirectUri}?x=1`,
    `${redirectUri}#x`,
    redirectUri.toUpperCase(),
    redirectUri.replace(host, `${host}.evil.example`),
    redirectUri.replace('://', '://user@'),
    redirectUri.replace(host, `${host}:8443`),
    redirectUri.replace(/^https/, 'http'),
    'https://evil.example/oidc-callback',
    'javascript:alert(1)',
  ]
  for (const redirect_uri of wrong) {
    const response = await createBrowser(on.origin).fetch(hub.ask({ redirect_uri }).url)
    expect([response.status, response.headers.get('location')], redirect_uri).toEqual([400, null])
  }
  const out = new URL(`${on.service.issuer()}/session/end`)
  out.search = String(
    new URLSearchParams({ client_id: hub.clientId, post_logout_redirect_uri: 'https://evil.example/' }),
  )
  const response = await createBrowser(on.origin).fetch(out.href)
  expect([response.status, response.headers.get('location')]).toEqual([400, null])
})

test('an answer says whose it is: a client that is led to another provider notices (RFC 9207)', async () => {
  await clear()
  const { url, checks } = hub.ask()
  const callback = new URL(await logIn({ url, callback: hub.redirectUri }, person, phone))
  expect(callback.searchParams.get('iss')).toBe(on.service.issuer())
  callback.searchParams.set('iss', 'https://evil.example')
  await expect(hub.take(callback.href, checks)).rejects.toThrow(/iss mismatch/)
})

test('a stolen cookie of the phone logs nobody in, locks nobody and adds no device', async () => {
  await clear()
  const token = phone.browser.cookies().get('guichet-device')!
  const cookie = `guichet-device=${token}`
  const login = await open()
  const { number } = await nameSelf(login)
  const headers = { cookie, origin: on.origin, [csrfHeader.name]: csrfHeader.value, 'content-type': 'application/json' }
  const read = await fetch(`${on.origin}${citizenApiPath}/device/pending`, { headers })
  const { pending } = (await read.json()) as { pending: { login_id: string; challenge: { passkey: object } } }
  const response = createPasskey(on.origin).get(pending.challenge.passkey as never)
  for (const secret of [phone.secret, '111222', '111222', '111222', '111222', '111222']) {
    const body = JSON.stringify({ number, secret, proof: { kind: 'passkey', response } })
    const url = `${on.origin}${citizenApiPath}/device/pending/${pending.login_id}/answer`
    const answered = await fetch(url, { method: 'POST', headers, body })
    expect(((await answered.json()) as { code: string }).code).toBe('device_proof_invalid')
  }
  const added = await fetch(`${on.origin}${citizenApiPath}/activation/challenge`, {
    method: 'POST',
    headers,
    body: '{}',
  })
  expect(added.status).toBe(410)
  expect(await phone.browser.call('device.read')).toMatchObject({ account: 'ACTIVE', attempts_left: 5 })
  // The holder goes on with the same request.
  await answer(phone, number!)
  expect((await login.browser.call('login.read', { params: login.params })).stage).toBe('approved')
})

test('a stolen session adds no device and changes no address: each asks for the key, and what was read is no proof', async () => {
  await clear()
  const cookie = { cookie: `guichet-device=${phone.browser.cookies().get('guichet-device')!}` }
  const thief = createBrowser(on.origin)
  const { link } = await thief.call('join.offer', { headers: cookie })
  const { number } = await askToJoin(on, link, 'Du voleur')
  const passkey = createPasskey(on.origin)
  const forged = async (purpose: 'join' | 'contact') => {
    const challenge = await thief.call('holder.challenge', { headers: cookie, body: { purpose } })
    return { kind: 'passkey' as const, response: passkey.get(challenge.passkey!) }
  }
  const { secret } = phone
  const join = { number, secret, proof: await forged('join') }
  expect((await thief.fail('join.answer', { headers: cookie, body: join })).code).toBe('device_proof_invalid')
  // The holder's own proof, for something else and caught on its way.
  const { passkey: options } = await phone.browser.call('holder.challenge', { body: { purpose: 'contact' } })
  const caught = { kind: 'passkey' as const, response: phone.passkey.get(options!) }
  await forged('join')
  const replayed = { number, secret, proof: caught }
  expect((await thief.fail('join.answer', { headers: cookie, body: replayed })).code).toBe('device_proof_invalid')
  const value = inventPerson().declared.email
  await thief.call('contact.give', { headers: cookie, body: { kind: 'email', value } })
  const code = codeIn(await on.mailTo(value))
  const change = { kind: 'email' as const, code, secret, proof: await forged('contact') }
  expect((await thief.fail('contact.confirm', { headers: cookie, body: change })).code).toBe('device_proof_invalid')
  const { devices, contacts } = await phone.browser.call('holder.read')
  expect(devices).toHaveLength(1)
  expect(contacts).toMatchObject({ email: person.declared.email, former: [] })
  expect(await phone.browser.call('device.read')).toMatchObject({ account: 'ACTIVE', attempts_left: 5 })
  await phone.browser.call('join.refuse')
})

test('a stolen address of somebody’s login is no use in another browser, before and after it is approved', async () => {
  await clear()
  const login = await open()
  const { number } = await nameSelf(login)
  const thief = createBrowser(on.origin)
  const take = async (path: string) => (await thief.fetch(`${citizenApiPath}/login/${login.uid}/${path}`)).status
  expect(await take('state')).toBe(410)
  await answer(phone, number!)
  expect([await take('continue'), await take('cancel')]).toEqual([410, 410])
  const { continue_url } = await login.browser.call('login.read', { params: login.params })
  expect(await goBack(login.browser, continue_url!, hub.redirectUri)).toContain('code=')
})

test('a cookie that was planted is replaced by one that nobody has seen', async () => {
  const { email } = inventPerson().declared
  const planted = 'A'.repeat(43)
  const post = async (path: string, body: object) =>
    fetch(`${on.origin}${citizenApiPath}${path}`, {
      method: 'POST',
      headers: {
        cookie: `guichet-application=${planted}`,
        origin: on.origin,
        [csrfHeader.name]: csrfHeader.value,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    })
  await post('/application/email', { email, language: 'fr' })
  const confirmed = await post('/application/email/confirm', { email, code: codeIn(await on.mailTo(email)) })
  expect(confirmed.status).toBe(200)
  const [cookie] = confirmed.headers.getSetCookie()
  expect(cookie).toMatch(/^guichet-application=[\w-]{43}; Path=\/citizen; HttpOnly; SameSite=Strict/)
  expect(cookie).not.toContain(planted)
  const read = await fetch(`${on.origin}${citizenApiPath}/application`, {
    headers: { cookie: `guichet-application=${planted}` },
  })
  expect(read.status).toBe(401)
})

test('somebody who asks again and again rings a few times, and a browser of the holder’s own gets through', async () => {
  await clear()
  const { browser } = phone
  const { public_key } = await browser.call('push.read')
  await browser.call('push.subscribe', { body: { subscription: push.subscribe(public_key), language: 'fr' } })
  // The holder has logged in here before.
  const own = createBrowser(on.origin, firefox)
  await logInAt(hub, person, phone, own)
  await clear()
  await vi.waitFor(() => expect(push.delivered).toHaveLength(1))
  const outcomes: string[] = []
  for (let i = 0; i < 12; i++)
    outcomes.push(
      await nameSelf(await open()).then(
        () => 'asked',
        (error: { message: string }) => error.message,
      ),
    )
  expect(outcomes.filter((one) => one === 'asked')).toHaveLength(5)
  expect(new Set(outcomes.slice(5))).toEqual(new Set(['login_limit']))
  await on.service.identity.db
    .updateTable('identity.login_request')
    .set({ state: 'expired' })
    .where('state', '=', 'waiting')
    .execute()
  const login = await open(own)
  const view = await own.call('login.name', { params: login.params, body: { remembered: true } })
  expect(view.stage).toBe('waiting')
  await vi.waitFor(() => expect(push.delivered).toHaveLength(7))
  await answer(phone, view.number!)
})

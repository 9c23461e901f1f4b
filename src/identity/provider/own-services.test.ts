import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBrowser } from '../../../tests/fixtures/identity/browser.ts'
import { becomeActive, type Person, type Phone } from '../../../tests/fixtures/identity/citizen.ts'
import { connectBank, type Hub } from '../../../tests/fixtures/identity/hub.ts'
import { logIn } from '../../../tests/fixtures/identity/log-in.ts'
import { startWithHolder, type HolderScene } from '../../../tests/fixtures/identity/holder-scene.ts'

let { on, hub, person, phone } = {} as HolderScene
let bank: Hub
let other: { person: Person; phone: Phone }
beforeAll(async () => {
  ;({ on, hub, person, phone } = await startWithHolder())
  bank = await connectBank(on)
  other = await becomeActive(on)
})
afterAll(() => on?.stop())

const read = () => phone.browser.call('services.read')
/** As far as the tokens; `withInfo`: and what they open. */
async function pass(at: Hub, browser = createBrowser(on.origin), change: Record<string, string> = {}) {
  const { url, checks } = at.ask(change)
  const callback = await logIn({ url, callback: at.redirectUri }, person, phone, browser)
  return at.take(callback, checks)
}
/** A second request in the same browser: where it leads. */
const silent = async (at: Hub, browser: ReturnType<typeof createBrowser>) => {
  const isThere = (url: string) => url.startsWith(at.redirectUri) || url.includes('/citizen/login/')
  return (await browser.follow(at.ask({ prompt: '' }).url, isThere)).url
}

test('what a service received and when is shown to its holder, once for each service, and to nobody else', async () => {
  expect(await read()).toEqual({ services: [], sessions: [] })
  const { userinfo } = await pass(hub, undefined, { scope: 'openid email' })
  expect(Object.keys(userinfo).sort()).toEqual(['aud', 'email', 'exp', 'iat', 'iss', 'sub'])
  const [first] = (await read()).services
  expect(first).toMatchObject({
    service: 'Service des impôts',
    hub: 'FranceConnect+ (essai)',
    claims: ['email'],
    times: 1,
  })
  await pass(hub)
  await pass(bank)
  const { services } = await read()
  expect(services.map(({ times }) => times)).toEqual([1, 2])
  expect(services[1]!.first_at).toBe(first!.first_at)
  expect(services[1]!.claims).toEqual(expect.arrayContaining(['email', 'given_name', 'birthplace']))
  const kept = JSON.stringify(await on.service.identity.db.selectFrom('identity.disclosure').selectAll().execute())
  expect(kept).not.toMatch(/imp|bank|birthplace|hub-/)
  expect((await other.phone.browser.call('services.read')).services).toEqual([])
})

test('a login that handed nothing over is no receipt', async () => {
  const before = (await read()).services.map(({ times }) => times)
  const { url, checks } = hub.ask()
  const callback = await logIn({ url, callback: hub.redirectUri }, person, phone)
  await hub.client.callback(hub.redirectUri, hub.client.callbackParams(callback), checks)
  expect((await read()).services.map(({ times }) => times)).toEqual(before)
})

test('a session is listed with its services, and ended at once: tokens die, the next request asks again', async () => {
  for (const { session_id } of (await read()).sessions)
    await phone.browser.call('services.end_session', { params: { session_id } })
  const browser = createBrowser(on.origin)
  const { tokens } = await pass(hub, browser)
  expect(await silent(hub, browser)).toContain('code=')
  const [session, ...more] = (await read()).sessions
  expect(more).toEqual([])
  expect(session).toMatchObject({ services: ['Service des impôts'] })
  expect(Date.parse(session!.ends_at)).toBeGreaterThan(Date.parse(session!.begun_at))
  // Its name in the list is not its cookie.
  expect([...browser.cookies().values()].join()).not.toContain(session!.session_id)
  const theirs = await other.phone.browser.fail('services.end_session', { params: { session_id: session!.session_id } })
  expect(theirs.code).toBe('not_found')
  expect(await silent(hub, browser)).toContain('code=')
  const { sessions } = await phone.browser.call('services.end_session', { params: { session_id: session!.session_id } })
  expect(sessions).toEqual([])
  expect(await silent(hub, browser)).toContain('/citizen/login/')
  await expect(hub.client.userinfo(tokens)).rejects.toThrow()
})

test('one service is ended: its tokens and its way in; what another holds stays', async () => {
  const [one, two] = [createBrowser(on.origin), createBrowser(on.origin)]
  const { tokens } = await pass(hub, one)
  const kept = await pass(bank, two)
  const mine = (await read()).services.find(({ service, times }) => service === 'Service des impôts' && times > 2)!
  const theirs = await other.phone.browser.fail('services.end', { params: { service_id: mine.service_id } })
  expect(theirs.code).toBe('not_found')
  await phone.browser.call('services.end', { params: { service_id: mine.service_id } })
  await expect(hub.client.userinfo(tokens)).rejects.toThrow()
  expect(await silent(hub, one)).toContain('/citizen/login/')
  expect(await bank.client.userinfo(kept.tokens)).toMatchObject({ given_name: userinfoName() })
  expect(await silent(bank, two)).toContain('code=')
})
const userinfoName = () => person.declared.givenNames.join(' ')

test('whoever has not proved the device lately sees none of it', async () => {
  const proved_at = new Date(Date.now() - 13 * 3_600_000)
  await on.service.identity.db.updateTable('identity.session').set({ proved_at }).execute()
  expect((await phone.browser.fail('services.read')).code).toBe('device_proof_missing')
  expect((await createBrowser(on.origin).fail('services.read')).code).toBe('device_unknown')
})

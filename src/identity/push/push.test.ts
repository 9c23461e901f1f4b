import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { createBrowser } from '../../../tests/fixtures/identity/browser.ts'
import { becomeActive, verifyAnew, type Person, type Phone } from '../../../tests/fixtures/identity/citizen.ts'
import { connectHub, type Hub } from '../../../tests/fixtures/identity/hub.ts'
import { askLogin } from '../../../tests/fixtures/identity/log-in.ts'
import { startPushService, type PushService } from '../../../tests/fixtures/identity/push-service.ts'
import { startIdentityOn, type IdentityOn } from '../../../tests/fixtures/identity/start-identity.ts'
import { textsIn } from '../../texts/texts-in.ts'
import { runMaintenance } from '../maintenance.ts'
import { encryptPush } from './encrypt.ts'
import { isPushService, knownPushServices } from './push-services.ts'

const bytes = (text: string) => Buffer.from(text, 'base64url')

test('a message is encrypted as the example of RFC 8291 §5 has it, byte for byte', () => {
  const receiver = {
    p256dh: bytes('BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4'),
    auth: bytes('BTBZMqHH6r4Tts7J_aSIgg'),
  }
  const fresh = {
    privateKey: bytes('yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw'),
    salt: bytes('DGv6ra1nlYgDCS1FRnbzlw'),
  }
  const text = Buffer.from('When I grow up, I want to be a watermelon')
  expect(encryptPush(text, receiver, undefined, fresh).toString('base64url')).toBe(
    'DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN',
  )
})

describe('only push services are called', () => {
  test.each([
    ['https://fcm.googleapis.com/fcm/send/abc', true],
    ['https://updates.push.services.mozilla.com/wpush/v2/abc', true],
    ['https://web.push.apple.com/abc', true],
    ['https://wns2-par02p.notify.windows.com/w/?token=abc', true],
    ['http://fcm.googleapis.com/fcm/send/abc', false],
    ['https://fcm.googleapis.com:8443/fcm/send/abc', false],
    ['https://fcm.googleapis.com@127.0.0.1/abc', false],
    ['https://fcm.googleapis.com.example.org/abc', false],
    ['https://evilnotify.windows.com/abc', false],
    ['https://notify.windows.com/abc', false],
    ['https://127.0.0.1/abc', false],
    ['https://169.254.169.254/latest/meta-data', false],
    ['https://[::1]/abc', false],
    ['file:///etc/passwd', false],
    ['nothing', false],
  ])('%s: %s', (endpoint, isOne) => expect(isPushService(knownPushServices, endpoint)).toBe(isOne))
})

describe('a device that asked to be told', () => {
  let [on, service, hub]: [IdentityOn, PushService, Hub] = [null!, null!, null!]
  let person: Person
  let phone: Phone
  beforeAll(async () => {
    service = await startPushService()
    const policy = { pushServices: [service.origin], pushRetriesMs: [10, 20] }
    on = await startIdentityOn('PGlite', { policy })
    hub = await connectHub(on)
    ;({ person, phone } = await becomeActive(on))
  })
  afterAll(async () => {
    await on?.stop()
    await service?.stop()
  })
  beforeEach(async () => {
    service.delivered.length = service.next.length = service.asked.length = 0
    // Nothing of the test before waits, or is counted.
    const { db } = on.service.identity
    await db.deleteFrom('identity.push_subscription').execute()
    await db.updateTable('identity.login_request').set({ state: 'expired', known_browser: true }).execute()
  })

  const subscribe = async ({ browser } = phone) => {
    const { public_key } = await browser.call('push.read')
    const subscription = service.subscribe(public_key)
    await browser.call('push.subscribe', { body: { subscription, language: 'fr' } })
    return subscription
  }
  const ask = async (email = person.declared.email) => askLogin(hub.ask().url, createBrowser(on.origin), email)
  const isSubscribed = async () => (await phone.browser.call('push.read')).is_subscribed

  test('hears that a login waits, and nothing of whose or for what', async () => {
    await subscribe()
    const { number } = await ask()
    await vi.waitFor(() => expect(service.delivered).toHaveLength(1))
    const [{ text, headers, bytes: length, claims }] = service.delivered as [PushService['delivered'][0]]
    expect(JSON.parse(text)).toEqual({
      title: textsIn('fr')('login:push.title'),
      text: textsIn('fr')('login:push.text'),
    })
    const { declared } = person
    const secrets = ['Service des impôts', 'FranceConnect', declared.email, declared.birthName, number!]
    const told = text + JSON.stringify(headers) + JSON.stringify(claims)
    expect(secrets.filter((one) => text.includes(one) || (one !== number && told.includes(one)))).toEqual([])
    expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', urgency: 'high', topic: 'login' })
    // No longer than the login itself waits.
    expect(Number(headers['ttl'])).toBeGreaterThan(60)
    expect(Number(headers['ttl'])).toBeLessThanOrEqual(120)
    expect(claims).toMatchObject({ aud: service.origin, sub: on.origin })
    // In English it is as long.
    const { public_key } = await phone.browser.call('push.read')
    const subscription = service.subscribe(public_key)
    await phone.browser.call('push.subscribe', { body: { subscription, language: 'en' } })
    await ask()
    await vi.waitFor(() => expect(service.delivered).toHaveLength(2))
    expect(JSON.parse(service.delivered[1]!.text)).toMatchObject({ title: 'A login waits for you' })
    expect(service.delivered[1]!.bytes).toBe(length)
  })

  test('is told again after a push service that is busy or fails, and forgotten after one that has forgotten it', async () => {
    await subscribe()
    service.next.push({ status: 503 }, { status: 429, headers: { 'retry-after': '0' } })
    await ask()
    await vi.waitFor(() => expect(service.delivered).toHaveLength(1))
    expect(service.asked.map(({ status }) => status)).toEqual([503, 429, 201])
    expect(await isSubscribed()).toBe(true)
    service.next.push({ status: 410 })
    await ask()
    await vi.waitFor(async () => expect(await isSubscribed()).toBe(false))
    await ask()
    // What is told next comes after what could have been told wrongly.
    await subscribe()
    await ask()
    await vi.waitFor(() => expect(service.delivered).toHaveLength(2))
    expect(service.asked.map(({ status }) => status)).toEqual([503, 429, 201, 410, 201])
  })

  test('is not led elsewhere: a push service that redirects is not followed', async () => {
    await subscribe()
    const aim = service.subscribe('nobody')
    service.next.push(...Array.from({ length: 3 }, () => ({ status: 307, headers: { location: aim.endpoint } })))
    await ask()
    await vi.waitFor(() => expect(service.asked).toHaveLength(3))
    expect(service.asked.every(({ at }) => !aim.endpoint.endsWith(at))).toBe(true)
  })

  test('names a push service, with a key that is one', async () => {
    const { keys, endpoint } = service.subscribe('nobody')
    const refused = async (subscription: typeof aim) =>
      (await phone.browser.fail('push.subscribe', { body: { subscription, language: 'fr' } })).code
    const aim = { keys, endpoint: `${on.origin}/citizen/api/session/end` }
    expect(await refused(aim)).toBe('push_service_unknown')
    const zeros = { ...keys, p256dh: Buffer.concat([Buffer.from([4]), Buffer.alloc(64)]).toString('base64url') }
    expect(await refused({ endpoint, keys: zeros })).toBe('push_service_unknown')
    expect((await createBrowser(on.origin).fail('push.read')).code).toBe('device_unknown')
  })

  test('lies sealed in the database, and is sealed anew after a rotation', async () => {
    const { endpoint, keys } = await subscribe()
    const read = async () =>
      JSON.stringify(await on.service.identity.db.selectFrom('identity.push_subscription').selectAll().execute())
    const before = await read()
    expect(before).not.toContain(endpoint)
    expect(before).not.toContain(keys.auth)
    await on.service.rotateKey('data')
    await runMaintenance(on.service.identity)
    const [newest] = on.service.identity.keys().data
    expect(await read()).toContain(`i1.${newest!.id}.`)
    await ask()
    await vi.waitFor(() => expect(service.delivered).toHaveLength(1))
  })

  test('a browser that somebody else activates in tells them alone', async () => {
    const place = await subscribe()
    const other = await becomeActive(on)
    const body = { subscription: place, language: 'fr' as const }
    await other.phone.browser.call('push.subscribe', { body })
    expect(await isSubscribed()).toBe(false)
    await ask()
    await ask(other.person.declared.email)
    await vi.waitFor(() => expect(service.delivered).toHaveLength(1))
  })

  test('is told no more once it says so, lets go of the identity, or is verified anew', async () => {
    await subscribe()
    await phone.browser.call('push.end')
    expect(await isSubscribed()).toBe(false)
    const left = await becomeActive(on)
    await subscribe(left.phone)
    await left.phone.browser.call('session.end')
    await subscribe()
    ;({ person, phone } = await verifyAnew(on, person))
    await ask(left.person.declared.email)
    await ask()
    await runMaintenance(on.service.identity)
    expect(await on.service.identity.db.selectFrom('identity.push_subscription').select('device_id').execute()).toEqual(
      [],
    )
    await subscribe()
    await ask()
    await vi.waitFor(() => expect(service.delivered).toHaveLength(1))
    expect(service.asked).toHaveLength(1)
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBrowser } from '../../../tests/fixtures/identity/browser.ts'
import { answer, apply, codeIn, inventPerson, linkIn, visit } from '../../../tests/fixtures/identity/citizen.ts'
import { textToSign } from '../../contract/identity/device.ts'
import { connectHub } from '../../../tests/fixtures/identity/hub.ts'
import { startWithHolder, type HolderScene } from '../../../tests/fixtures/identity/holder-scene.ts'
import { goBack, openLogin } from '../../../tests/fixtures/identity/log-in.ts'
import { createPasskey } from '../../../tests/fixtures/identity/passkey.ts'
import { startIdentityOn } from '../../../tests/fixtures/identity/start-identity.ts'

describe('a login: page and phone', () => {
  let { on, hub, person, phone } = {} as HolderScene
  beforeAll(async () => void ({ on, hub, person, phone } = await startWithHolder()))
  afterAll(() => on?.stop())

  const open = async (browser = createBrowser(on.origin)) => openLogin(hub.ask().url, browser)
  const nameSelf = ({ browser, params }: Awaited<ReturnType<typeof open>>, email = person.declared.email) =>
    browser.call('login.name', { params, body: { email, remember: false } })
  const fail = (number: string, change: { secret?: string } = {}) =>
    answer(phone, number, change).then(
      () => 'taken',
      (error: { problem: { code: string; attempts_left: number | null } }) =>
        `${error.problem.code} ${error.problem.attempts_left}`,
    )
  /** Every pending request is ended, so that the next test begins with none. */
  const clear = () =>
    on.service.identity.db
      .updateTable('identity.login_request')
      .set({ state: 'expired', known_browser: true })
      .execute()

  test('the application shows who asks, for what and from where, and never the number', async () => {
    const login = await open()
    const view = await nameSelf(login)
    expect(view).toMatchObject({ stage: 'waiting', service: 'Service des impôts', hub: 'FranceConnect+ (essai)' })
    const { pending } = await phone.browser.call('pending.read')
    expect(pending).toMatchObject({
      service: 'Service des impôts',
      hub: 'FranceConnect+ (essai)',
      from: { browser: 'Chrome', system: 'Linux', address: '127.0.0.•' },
    })
    expect(pending!.claims).toContain('birthplace')
    expect(Object.keys(pending!)).not.toContain('number')
    await clear()
  })

  test('the stream tells of it within a second, and that it is over', async () => {
    const stop = new AbortController()
    const stream = await phone.browser.fetch(`${on.origin}/citizen/api/device/events`, { signal: stop.signal })
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    const until = async (pattern: RegExp) => {
      while (!pattern.test(text)) text += (await reader.read()).value ?? ''
    }
    await until(/"pending":null/)
    text = ''
    await nameSelf(await open())
    await until(/"service":"Service des impôts"/)
    const { pending } = await phone.browser.call('pending.read')
    text = ''
    await phone.browser.call('pending.refuse', { params: { login_id: pending!.login_id } })
    await until(/"pending":null/)
    stop.abort()
  })

  test('refusing is one tap: no code, no signature; the service is told access_denied', async () => {
    const login = await open()
    await nameSelf(login)
    const { pending } = await phone.browser.call('pending.read')
    const params = { login_id: pending!.login_id }
    await phone.browser.call('pending.refuse', { params })
    const view = await login.browser.call('login.read', { params: login.params, query: { seen: 'waiting' } })
    expect(view.stage).toBe('refused')
    const callback = await goBack(login.browser, view.cancel_url, hub.redirectUri)
    expect(new URL(callback).searchParams.get('error')).toBe('access_denied')
    expect(await phone.browser.fail('pending.refuse', { params })).toMatchObject({ code: 'login_over', status: 410 })
    await clear()
  })

  test('a wrong number is told, and the second ends the request', async () => {
    const login = await open()
    const { number } = await nameSelf(login)
    const wrong = number === '00' ? '01' : '00'
    expect(await fail(wrong)).toBe('login_number_wrong 1')
    expect(await fail(wrong)).toBe('login_number_wrong 0')
    expect((await login.browser.call('login.read', { params: login.params })).stage).toBe('refused')
    await clear()
  })

  test('strangers lock nobody: without the device’s proof a wrong code counts for nothing', async () => {
    const login = await open()
    const { number } = await nameSelf(login)
    const stranger = createPasskey(on.origin)
    for (let i = 0; i < 7; i++) {
      const { pending } = await phone.browser.call('pending.read')
      const response = stranger.get(pending!.challenge.passkey!)
      const refused = await phone.browser.fail('pending.answer', {
        params: { login_id: pending!.login_id },
        body: { number: number!, secret: '000111', proof: { kind: 'passkey', response } },
      })
      expect(refused).toMatchObject({ code: 'device_proof_invalid', status: 403 })
    }
    expect(await phone.browser.call('device.read')).toMatchObject({ account: 'ACTIVE', attempts_left: 5 })
    // Nor a browser that holds nothing, whatever it signs.
    const nobody = createBrowser(on.origin)
    expect((await nobody.fail('pending.read')).code).toBe('device_unknown')
    await clear()
  })

  test('a proof of another origin is none, and one that was used counts once', async () => {
    const login = await open()
    const { number } = await nameSelf(login)
    const { pending } = await phone.browser.call('pending.read')
    const send = (response: Record<string, unknown>) =>
      phone.browser.fail('pending.answer', {
        params: { login_id: pending!.login_id },
        body: { number: number!, secret: '000111', proof: { kind: 'passkey', response } },
      })
    const options = pending!.challenge.passkey!
    expect((await send(phone.passkey.get(options, 'https://phishing.example'))).code).toBe('device_proof_invalid')
    const once = phone.passkey.get(options)
    expect(await send(once)).toMatchObject({ code: 'secret_wrong', attempts_left: 4 })
    // Late with the challenge that was just spent: answered, and counted once. With an older one, or another's key: no proof.
    expect((await send(once)).code).toBe('login_over')
    expect((await send(createPasskey(on.origin).get(options))).code).toBe('device_proof_invalid')
    expect(await phone.browser.call('device.read')).toMatchObject({ attempts_left: 4 })
    const { pending: next } = await phone.browser.call('pending.read')
    expect((await send(phone.passkey.get(next!.challenge.passkey!))).code).toBe('secret_wrong')
    expect((await send(once)).code).toBe('device_proof_invalid')
    expect(await phone.browser.call('device.read')).toMatchObject({ attempts_left: 3 })
    // The right code begins the count anew.
    await answer(phone, number!)
    expect(await phone.browser.call('device.read')).toMatchObject({ attempts_left: 5 })
    await clear()
  })

  test('who is not known is answered like who is, and a second page is told to wait either way', async () => {
    for (const email of ['nobody-at-all@example.org', person.declared.email]) {
      const first = await open()
      const view = await nameSelf(first, email)
      expect(view).toMatchObject({ stage: 'waiting', number: expect.stringMatching(/^\d\d$/) })
      const second = await open(createBrowser(on.origin, 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0'))
      const body = { email, remember: false }
      const refused = await second.browser.fail('login.name', { params: second.params, body })
      expect(refused).toMatchObject({ code: 'login_limit', status: 429, wait_seconds: 120 })
      // The same browser begins again: the newer takes the place of the older.
      expect((await nameSelf(await open(), email)).stage).toBe('waiting')
    }
    await clear()
  })

  test.each([
    ['pages of their own', 'bombed@example.org', false],
    ['one page', 'bombed-again@example.org', true],
  ])('many requests that nobody answers are stopped, asked from %s', async (_from, email, isOnePage) => {
    const codes: string[] = []
    const page = await open()
    for (let i = 0; i < 7; i++) {
      const login = isOnePage ? page : await open()
      const answered = await nameSelf(login, email).then(
        () => 'asked',
        (error: { problem: { code: string } }) => error.problem.code,
      )
      codes.push(answered)
    }
    expect(codes).toEqual([...Array<string>(5).fill('asked'), 'login_limit', 'login_limit'])
  })

  test('another browser’s interaction is nobody else’s', async () => {
    const mine = await open()
    const other = createBrowser(on.origin)
    expect((await other.fail('login.read', { params: mine.params })).code).toBe('login_over')
    const theirs = await open(other)
    expect((await other.fail('login.read', { params: mine.params })).code).toBe('login_over')
    expect((await other.call('login.read', { params: theirs.params })).stage).toBe('name')
  })

  test('five wrong codes with the device’s proof lock the identity, and its holder hears of it', async () => {
    await clear()
    const login = await open()
    const { number } = await nameSelf(login)
    const told = []
    for (let i = 0; i < 5; i++) told.push(await fail(number!, { secret: '000111' }))
    expect(told.slice(0, 4)).toEqual(['secret_wrong 4', 'secret_wrong 3', 'secret_wrong 2', 'secret_wrong 1'])
    expect(told[4]).toBe('account_locked null')
    expect(await fail(number!)).toBe('account_locked null')
    expect(await phone.browser.call('device.read')).toMatchObject({ account: 'LOCKED' })
    expect(await on.mailTo(person.declared.email, /bloqu/)).toContain('bloqu')
  })
})

describe.each([
  ['refused', {}, 'device_key_refused null'],
  ['accepted', { substantialKinds: ['passkey', 'key'] as const }, 'taken'],
] as const)('a browser’s own key, %s by policy', (_word, policy, outcome) => {
  test('holds the identity, and reaches the level where policy lets it', async () => {
    const on = await startIdentityOn('PGlite', { policy })
    const hub = await connectHub(on)
    const person = inventPerson()
    const { view } = await apply(on, person)
    await visit(on, view, person)
    const browser = createBrowser(on.origin)
    const { email, phone } = person.declared
    await browser.call('activation.open', { body: { token: linkIn(await on.mailTo(email, /#/)) } })
    await browser.call('activation.code', { body: { code: codeIn(on.messageTo(phone)) } })
    await browser.call('activation.secret', { body: { secret: '830274' } })
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
    const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', pair.publicKey)
    const sign = async (text: string) => {
      const bytes = new TextEncoder().encode(text)
      const made = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, bytes)
      return Buffer.from(made).toString('base64url')
    }
    const { challenge } = await browser.call('activation.challenge')
    const public_key = { kty, crv, x, y } as never
    const signature = await sign(textToSign('activate', challenge))
    const made = await browser.call('activation.device', {
      body: { kind: 'key', name: 'Ordinateur', public_key, signature },
    })
    expect(made).toMatchObject({ account: 'ACTIVE', kind: 'key', reaches_substantial: outcome === 'taken' })
    const login = await openLogin(hub.ask().url, createBrowser(on.origin))
    const { number } = await login.browser.call('login.name', {
      params: login.params,
      body: { email, remember: false },
    })
    const { pending } = await browser.call('pending.read')
    expect(pending!.challenge.passkey).toBeNull()
    const params = { login_id: pending!.login_id }
    const signed = await sign(textToSign('login', pending!.challenge.challenge, number!))
    // Signed for another number it is no proof of this one.
    const other = await sign(textToSign('login', pending!.challenge.challenge, 'xx'))
    const body = (text: string) => ({
      number: number!,
      secret: '830274',
      proof: { kind: 'key' as const, signature: text },
    })
    if (outcome === 'taken')
      expect((await browser.fail('pending.answer', { params, body: body(other) })).code).toBe('device_proof_invalid')
    const answered = await browser.call('pending.answer', { params, body: body(signed) }).then(
      () => 'taken',
      (error: { problem: { code: string } }) => `${error.problem.code} null`,
    )
    expect(answered).toBe(outcome)
    await on.stop()
  })
})

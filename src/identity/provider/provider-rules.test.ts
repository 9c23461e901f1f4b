import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBrowser } from '../../../tests/fixtures/identity/browser.ts'
import { answer, becomeActive, verifyAnew, type Person, type Phone } from '../../../tests/fixtures/identity/citizen.ts'
import { connectHub, hubKeys, hubMetadata } from '../../../tests/fixtures/identity/hub.ts'
import { goBack, logIn, openLogin } from '../../../tests/fixtures/identity/log-in.ts'
import { startIdentityOn, type IdentityOn } from '../../../tests/fixtures/identity/start-identity.ts'
import { moveAccount } from '../lifecycle/account-moves.ts'
import { emailDigest } from '../keys/digests.ts'

describe('the provider’s rules', () => {
  let on: IdentityOn
  let person: Person
  let phone: Phone
  beforeAll(async () => {
    on = await startIdentityOn('PGlite')
    ;({ person, phone } = await becomeActive(on))
  })
  afterAll(() => on?.stop())

  const combinations = [
    { signed: 'ES256', wrapped: 'RSA-OAEP-256', auth: 'private_key_jwt' },
    { signed: 'RS256', wrapped: 'ECDH-ES', auth: 'client_secret_post' },
  ] as const

  test('a level that is not reached here is the protocol’s error, before anybody is asked', async () => {
    const hub = await connectHub(on, combinations[0])
    for (const acr_values of ['eidas3', 'eidas1', 'eidas3 eidas1']) {
      const { url, checks } = hub.ask({ acr_values })
      const callback = await goBack(createBrowser(on.origin), url, hub.redirectUri)
      const answered = new URL(callback).searchParams
      expect([answered.get('error'), answered.get('state')]).toEqual([
        'unmet_authentication_requirements',
        (checks as { state: string }).state,
      ])
      await expect(hub.take(callback, checks)).rejects.toThrow('unmet_authentication_requirements')
    }
    // A list that has it is a wish that can be met.
    const { url, checks } = hub.ask({ acr_values: 'eidas3 eidas2' })
    const { tokens } = await hub.take(await logIn({ url, callback: hub.redirectUri }, person, phone), checks)
    expect(tokens.claims().acr).toBe('eidas2')
  })

  test('answers are five parts, for the hub alone: signed inside, encrypted outside', async () => {
    const hub = await connectHub(on, combinations[0])
    const { url, checks } = hub.ask()
    const callback = await logIn({ url, callback: hub.redirectUri }, person, phone)
    const code = new URL(callback).searchParams.get('code')!
    const raw = await hub.client.grant({ grant_type: 'authorization_code', code, redirect_uri: hub.redirectUri })
    expect(raw.id_token!.split('.')).toHaveLength(5)
    const header = JSON.parse(Buffer.from(raw.id_token!.split('.')[0]!, 'base64url').toString()) as object
    expect(header).toMatchObject({ alg: 'RSA-OAEP-256', enc: 'A256GCM', cty: 'JWT' })
    const me = await fetch(`${on.service.issuer()}/me`, { headers: { authorization: `Bearer ${raw.access_token}` } })
    const jwt = await me.text()
    expect([me.headers.get('content-type'), jwt.split('.').length]).toEqual(['application/jwt; charset=utf-8', 5])
    expect(jwt).not.toContain(Buffer.from(person.declared.birthName).toString('base64url').slice(0, 12))
    // A code counts once, and using it again takes away what it gave (RFC 6749 §4.1.2).
    await expect(hub.client.callback(hub.redirectUri, hub.client.callbackParams(callback), checks)).rejects.toThrow(
      'invalid_grant',
    )
    const after = await fetch(`${on.service.issuer()}/me`, { headers: { authorization: `Bearer ${raw.access_token}` } })
    expect(after.status).toBe(401)
  })

  test('the code flow and no other, without PKCE; a secret has 32 characters', async () => {
    const hub = await connectHub(on, combinations[0])
    expect(hub.client.issuer.metadata).toMatchObject({
      response_types_supported: ['code'],
      grant_types_supported: ['authorization_code'],
      token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_post'],
    })
    for (const response_type of ['id_token', 'code id_token', 'none']) {
      const { response } = await createBrowser(on.origin).follow(hub.ask({ response_type }).url, (one) =>
        one.startsWith(hub.redirectUri),
      )
      expect(response, response_type).toBeNull()
    }
    const settings = { ...combinations[1], clientId: 'short' }
    const { publics } = await hubKeys(settings)
    const party = {
      ...hubMetadata(settings, publics, hub.redirectUri),
      name: 'Service',
      hub: null,
      sector: 'short.example',
    }
    const withSecret = (length: number) =>
      on.service.addRelyingParty({ ...party, client_secret: 'a'.repeat(length) } as never)
    await expect(withSecret(31)).rejects.toThrow('client_secret')
    await withSecret(32)
  })

  test('revocation ends a token (RFC 7009)', async () => {
    const hub = await connectHub(on, combinations[0])
    const { url, checks } = hub.ask()
    const { tokens } = await hub.take(await logIn({ url, callback: hub.redirectUri }, person, phone), checks)
    await hub.client.revoke(tokens.access_token!)
    await expect(hub.client.userinfo(tokens.access_token!)).rejects.toThrow()
  })

  test('one session serves a second request; prompt=login and max_age ask anew; logout ends it', async () => {
    const hub = await connectHub(on, combinations[0])
    const browser = createBrowser(on.origin)
    const first = hub.ask()
    const { tokens } = await hub.take(
      await logIn({ url: first.url, callback: hub.redirectUri }, person, phone, browser),
      first.checks,
    )
    const silent = hub.ask({ prompt: '' })
    const again = await goBack(browser, silent.url, hub.redirectUri)
    const second = await hub.take(again, silent.checks)
    expect(second.tokens.claims()).toMatchObject({ sub: tokens.claims().sub, acr: 'eidas2' })
    const isAsked = async (change: Record<string, string>) => {
      const { url } = await browser.follow(hub.ask(change).url, (one) =>
        /\/citizen\/login\/|^https:\/\/hub\.example/.test(one),
      )
      return url.includes('/citizen/login/')
    }
    expect(await isAsked({ prompt: 'login' })).toBe(true)
    expect(await isAsked({ prompt: '', max_age: '0' })).toBe(true)
    expect(await isAsked({ prompt: '', max_age: '3600' })).toBe(false)
    const out = hub.client.endSessionUrl({
      id_token_hint: second.tokens.id_token!,
      post_logout_redirect_uri: 'https://hub.example/logout-callback',
      state: 'away',
    })
    const { response } = await browser.follow(out)
    const page = await response!.text()
    const field = (name: string) => new RegExp(`name="${name}" value="([^"]+)"`).exec(page)![1]!
    const action = /action="([^"]+)"/.exec(page)![1]!
    const body = new URLSearchParams({ xsrf: field('xsrf'), logout: 'yes' })
    const left = await browser.fetch(action, { method: 'POST', body })
    expect(left.headers.get('location')).toBe('https://hub.example/logout-callback?state=away')
    expect(await isAsked({ prompt: '' })).toBe(true)
  })

  test('a sector knows a person by one name for ever, another sector by another', async () => {
    const subOf = async (settings: Parameters<typeof connectHub>[1]) => {
      const hub = await connectHub(on, settings)
      const { url, checks } = hub.ask()
      return (await hub.take(await logIn({ url, callback: hub.redirectUri }, person, phone), checks)).userinfo['sub']
    }
    const here = await subOf(combinations[0])
    expect(await subOf({ ...combinations[1], clientId: 'same-sector' })).toBe(here)
    expect(await subOf({ ...combinations[0], clientId: 'elsewhere', sector: 'elsewhere.example' })).not.toBe(here)
    for (const purpose of ['ES256', 'RS256', 'cookies', 'data'] as const) await on.service.rotateKey(purpose)
    expect(await subOf(combinations[0])).toBe(here)
    const before = phone
    ;({ person, phone } = await verifyAnew(on, person))
    expect(await subOf(combinations[0])).toBe(here)
    expect((await before.browser.fail('device.read')).code).toBe('device_unknown')
    // The older approval still stands at central, and does not come back.
    await on.settle()
    expect(await phone.browser.call('device.read')).toMatchObject({ account: 'ACTIVE' })
  })

  test('keys rotate with a login under way: the new one signs, the old one is still known', async () => {
    const kidsOf = async () => {
      const { keys } = (await (await fetch(`${on.service.issuer()}/jwks`)).json()) as { keys: { kid: string }[] }
      return keys.map(({ kid }) => kid)
    }
    const hub = await connectHub(on, combinations[0])
    const before = await kidsOf()
    const { url, checks } = hub.ask()
    const browser = createBrowser(on.origin)
    const login = await openLogin(url, browser)
    await on.service.rotateKey('ES256')
    const body = { email: person.declared.email, remember: false }
    const { number } = await browser.call('login.name', { params: login.params, body })
    await answer(phone, number!)
    const { continue_url } = await browser.call('login.read', { params: login.params, query: { seen: 'waiting' } })
    const { tokens } = await hub.take(await goBack(browser, continue_url!, hub.redirectUri), checks)
    const after = await kidsOf()
    expect(after).toHaveLength(before.length + 1)
    expect(after).toEqual(expect.arrayContaining(before))
    expect(tokens.claims().acr).toBe('eidas2')
    // Once what it signed has run out, the old one goes.
    await on.service.retireKey('ES256/1')
    const left = await kidsOf()
    expect(after.filter((kid) => !left.includes(kid))).toHaveLength(1)
    const next = hub.ask()
    await hub.take(await logIn({ url: next.url, callback: hub.redirectUri }, person, phone), next.checks)
  })

  test('a service that is revoked is known no more, at once', async () => {
    const hub = await connectHub(on, { ...combinations[0], clientId: 'ending' })
    const { url } = hub.ask()
    await on.service.revokeRelyingParty('ending')
    const { response } = await createBrowser(on.origin).follow(url)
    expect(response!.status).toBe(400)
  })

  test('somebody without proofing, or who was suspended, is nobody here', async () => {
    const hub = await connectHub(on, combinations[0])
    const stranger = await openLogin(hub.ask().url, createBrowser(on.origin))
    const body = { email: 'unproofed@example.org', remember: false }
    await stranger.browser.call('login.name', { params: stranger.params, body })
    expect((await stranger.browser.call('login.read', { params: stranger.params })).stage).toBe('waiting')
    const denied = await stranger.browser.fetch(`/citizen/api/login/${stranger.uid}/continue`)
    expect([denied.status, ((await denied.json()) as { code: string }).code]).toEqual([410, 'login_over'])
    // Central takes its approval back between the login and its use.
    const other = await becomeActive(on)
    const { url, checks } = hub.ask()
    const callback = await logIn({ url, callback: hub.redirectUri }, other.person, other.phone)
    const { account_id: accountId } = await on.service.identity.db
      .selectFrom('identity.account')
      .select('account_id')
      .where('email_digest', '=', emailDigest(on.service.identity.keys(), other.person.declared.email))
      .executeTakeFirstOrThrow()
    await moveAccount(on.service.identity, { accountId, cause: 'distrusted' })
    await expect(hub.take(callback, checks)).rejects.toThrow()
    expect((await other.phone.browser.call('device.read')).account).toBe('SUSPENDED')
  })

  test('a code lives 30 seconds, a token 60', async () => {
    const hub = await connectHub(on, combinations[0])
    const { url } = hub.ask()
    const codeOf = async () =>
      new URL(await logIn({ url, callback: hub.redirectUri }, person, phone)).searchParams.get('code')!
    const take = (code: string) =>
      hub.client.grant({ grant_type: 'authorization_code', code, redirect_uri: hub.redirectUri })
    const late = await codeOf()
    on.ahead(31_000)
    await expect(take(late)).rejects.toThrow('invalid_grant')
    const { access_token, expires_in } = await take(await codeOf())
    expect(expires_in).toBeLessThanOrEqual(60)
    await hub.client.userinfo(access_token!)
    on.ahead(61_000)
    await expect(hub.client.userinfo(access_token!)).rejects.toThrow()
  })

  test('an address that is not the service’s own is sent nowhere', async () => {
    const hub = await connectHub(on, combinations[0])
    const browser = createBrowser(on.origin)
    const wrong = new URL(hub.ask().url)
    wrong.searchParams.set('redirect_uri', 'https://evil.example/oidc-callback')
    const { response } = await browser.follow(wrong.href)
    expect([response!.status, response!.headers.get('location')]).toEqual([400, null])
    expect(await response!.text()).toContain('invalid_redirect_uri')
    const unknown = new URL(hub.ask().url)
    unknown.searchParams.set('client_id', 'nobody')
    expect((await browser.follow(unknown.href)).response!.status).toBe(400)
  })
})

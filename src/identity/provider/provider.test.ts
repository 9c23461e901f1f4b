import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { databases } from '../../../tests/fixtures/central-on.ts'
import { createBrowser } from '../../../tests/fixtures/identity/browser.ts'
import { becomeActive, type Person, type Phone } from '../../../tests/fixtures/identity/citizen.ts'
import { connectHub } from '../../../tests/fixtures/identity/hub.ts'
import { logIn, openLogin } from '../../../tests/fixtures/identity/log-in.ts'
import { startIdentityOn, testOuterKey, type IdentityOn } from '../../../tests/fixtures/identity/start-identity.ts'
import { createCentral } from '../../central/central.ts'
import type { Db } from '../../central/context.ts'
import { mountIdentity } from '../mount.ts'

describe.each(databases)('the OpenID provider, as a national hub meets it, on %s', (name, installed) => {
  let on: IdentityOn
  let person: Person
  let phone: Phone
  beforeAll(async () => {
    if (!installed) return
    on = await startIdentityOn(name)
    ;({ person, phone } = await becomeActive(on))
  })
  afterAll(() => on?.stop())

  const combinations = [
    { signed: 'ES256', wrapped: 'RSA-OAEP-256', auth: 'private_key_jwt' },
    { signed: 'RS256', wrapped: 'ECDH-ES', auth: 'client_secret_post' },
  ] as const

  test.runIf(installed).each(combinations)('$signed in $wrapped by $auth', async (settings) => {
    const hub = await connectHub(on, settings)
    const { url, checks } = hub.ask()
    const callback = await logIn({ url, callback: hub.redirectUri }, person, phone)
    const { tokens, userinfo } = await hub.take(callback, checks)
    expect(tokens.claims()).toMatchObject({ acr: 'eidas2', amr: ['pop', 'pin', 'mfa'] })
    const { declared } = person
    expect(userinfo).toEqual({
      sub: tokens.claims().sub,
      given_name: declared.givenNames.join(' '),
      family_name: declared.birthName,
      birthdate: declared.birthDate,
      gender: 'female',
      birthcountry: '99100',
      birthplace: '69123',
      email: declared.email,
      aud: hub.clientId,
      iss: on.service.issuer(),
      exp: expect.anything(),
      iat: expect.anything(),
    })
  })

  const hubHere = (clientId: string) => connectHub(on, { ...combinations[0], clientId })
  const outcomes = async (work: Promise<unknown>[]) =>
    (await Promise.allSettled(work)).map((one) => (one.status === 'fulfilled' ? 'taken' : codeOf(one.reason))).sort()
  const codeOf = (error: { problem?: { code: string }; error?: string; message: string }) =>
    error.problem?.code ?? error.error ?? error.message

  /** Nothing waits when a test begins, whatever became of the one before it. */
  afterEach(async () => {
    if (!installed) return
    const { pending } = await phone.browser.call('pending.read')
    if (pending !== null) await phone.browser.call('pending.refuse', { params: { login_id: pending.login_id } })
  })

  test.runIf(installed)(
    'a code, a token’s assertion, a device’s proof and a name count once, asked at the same time',
    async () => {
      const hub = await hubHere('at-once')
      const { url } = hub.ask()
      const callback = await logIn({ url, callback: hub.redirectUri }, person, phone)
      const code = new URL(callback).searchParams.get('code')!
      const use = () => hub.client.grant({ grant_type: 'authorization_code', code, redirect_uri: hub.redirectUri })
      const used = [use(), use(), use()]
      expect(await outcomes(used)).toEqual(['invalid_grant', 'invalid_grant', 'taken'])
      // RFC 6749 §4.1.2: what the first got is taken back.
      const first = (await Promise.allSettled(used)).find((one) => one.status === 'fulfilled')!.value
      await expect(hub.client.userinfo(first.access_token!)).rejects.toThrow()

      const extras = { clientAssertionPayload: { jti: randomUUID() } }
      const claim = () =>
        hub.client.grant({ grant_type: 'authorization_code', code: 'x', redirect_uri: hub.redirectUri }, extras)
      expect(await outcomes([claim(), claim()])).toEqual(['invalid_client', 'invalid_grant'])

      const pages = await Promise.all(
        ['Firefox/140.0', 'Edg/140.0'].map((agent) => openLogin(hub.ask().url, createBrowser(on.origin, agent))),
      )
      const body = { email: person.declared.email, remember: false }
      const named = pages.map(({ browser, params }) => browser.call('login.name', { params, body }))
      expect(await outcomes(named)).toEqual(['login_limit', 'taken'])
      const { number } = (await Promise.allSettled(named)).find((one) => one.status === 'fulfilled')!.value

      const { pending } = await phone.browser.call('pending.read')
      const proof = { kind: 'passkey' as const, response: phone.passkey.get(pending!.challenge.passkey!) }
      const params = { login_id: pending!.login_id }
      const answer = (secret: string) =>
        phone.browser.call('pending.answer', { params, body: { number: number!, secret, proof } })
      expect(await outcomes(['111222', '333444', '555666'].map(answer))).toEqual([
        'login_over',
        'login_over',
        'secret_wrong',
      ])
      expect(await phone.browser.call('device.read')).toMatchObject({ attempts_left: 4 })
      // However late: the same proof, over the challenge that the first has spent.
      expect(await outcomes([answer('777888')])).toEqual(['login_over'])
      expect(await phone.browser.call('device.read')).toMatchObject({ attempts_left: 4 })
    },
  )

  test.runIf(installed && name === 'PostgreSQL')(
    'a code that three requests have read before any of them takes it gives no token that lasts',
    async () => {
      const hub = await hubHere('read-at-once')
      const callback = await logIn({ url: hub.ask().url, callback: hub.redirectUri }, person, phone)
      const code = new URL(callback).searchParams.get('code')!
      const use = () => hub.client.grant({ grant_type: 'authorization_code', code, redirect_uri: hub.redirectUri })
      const { db } = on.service.identity
      const used = await db.transaction().execute(async (trx) => {
        // Reading goes on, taking waits for this lock: each finds the code as nobody has taken it yet.
        await trx.selectFrom('identity.oidc_record').select('id').where('id', '=', code).forUpdate().execute()
        const all = [use(), use(), use()]
        await vi.waitFor(async () => expect(await takersWaiting(db)).toBe(3), 10_000)
        return all
      })
      expect(await outcomes(used)).toEqual(['invalid_grant', 'invalid_grant', 'taken'])
      const first = (await Promise.allSettled(used)).find((one) => one.status === 'fulfilled')!.value
      await expect(hub.client.userinfo(first.access_token!)).rejects.toThrow()
    },
  )

  test.runIf(installed && name === 'PostgreSQL')(
    'two instances behind one address: each goes on with what the other began',
    async () => {
      const { databaseUrl } = on.running
      const mount = mountIdentity({ outerKeys: [testOuterKey] })
      const other = await createCentral({
        environment: 'production',
        databaseUrl,
        publicOrigin: on.origin,
        mounts: [mount],
      })
      try {
        let turn = 0
        const reach = (to: URL) =>
          to.origin === on.origin && turn++ % 2 === 0 ? new URL(to.pathname + to.search, other.url) : to
        const hub = await hubHere('two-instances')
        for (let i = 0; i < 2; i++) {
          const { url, checks } = hub.ask()
          const page = createBrowser(on.origin, undefined, reach)
          const callback = await logIn({ url, callback: hub.redirectUri }, person, phone, page)
          expect((await hub.take(callback, checks)).tokens.claims().acr).toBe('eidas2')
          // The second time with keys that the other instance has not made.
          await on.service.rotateKey('data')
        }
        expect(turn).toBeGreaterThan(6)
        await on.service.revokeRelyingParty('two-instances')
        const status = async () =>
          (
            await fetch(new URL(new URL(hub.ask().url).pathname + new URL(hub.ask().url).search, other.url), {
              redirect: 'manual',
            })
          ).status
        await vi.waitFor(async () => expect(await status()).toBe(400), { timeout: 5_000, interval: 200 })
      } finally {
        await other.stop()
      }
    },
  )
})

/** Requests that wait for a lock on a record. */
async function takersWaiting(db: Db): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query ILIKE '%oidc_record%'`.execute(db)
  return rows[0]!.n
}

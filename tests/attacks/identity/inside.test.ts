import { createHash, createHmac, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { citizenApiPath } from '../../../src/contract/identity/endpoints.ts'
import { loadIdentityKeys, outerKeyring } from '../../../src/identity/keys/identity-keys.ts'
import { newToken, tokenHash } from '../../../src/identity/keys/digests.ts'
import { openHolder } from '../../../src/identity/lifecycle/account.ts'
import { isSecret } from '../../../src/identity/authentication/secret-code.ts'
import { createBrowser } from '../../fixtures/identity/browser.ts'
import { answer, becomeActive, codeIn, inventPerson, type Person, type Phone } from '../../fixtures/identity/citizen.ts'
import { startWithHolder, type HolderScene } from '../../fixtures/identity/holder-scene.ts'
import { connectBank, type Hub } from '../../fixtures/identity/hub.ts'
import { askLogin, logIn, logInAt } from '../../fixtures/identity/log-in.ts'
import { createPasskey } from '../../fixtures/identity/passkey.ts'
import { testOuterKey } from '../../fixtures/identity/start-identity.ts'

// Who has more than a network: a copy of the database, the right to write in it, a look over the shoulder, a hub's registration.
let { on, hub, person, phone } = {} as HolderScene
let thief: { person: Person; phone: Phone }
beforeAll(async () => {
  ;({ on, hub, person, phone } = await startWithHolder())
  thief = await becomeActive(on, inventPerson(), '572916')
})
afterAll(() => on?.stop())

/** Every row of every table, as a copy of the database has them. */
async function dump(): Promise<string> {
  const { db } = on.service.identity
  const { rows } = await sql<{ name: string }>`
    SELECT quote_ident(table_schema) || '.' || quote_ident(table_name) AS name FROM information_schema.tables
    WHERE table_type = 'BASE TABLE' AND table_schema IN ('identity', 'public')`.execute(db)
  expect(rows.length).toBeGreaterThan(30)
  const tables = await Promise.all(
    rows.map(({ name }) => sql`SELECT row_to_json(one) FROM ${sql.raw(name)} one`.execute(db)),
  )
  return JSON.stringify(tables.map((one) => one.rows))
}
/** Everything in a copy that could be somebody's key: texts of 32 bytes, as they stand and decoded. */
function keysIn(copy: string): Buffer[] {
  const texts = [...new Set(copy.match(/[\w+/=-]{20,}/g))]
  const decoded = texts.flatMap((text) => [Buffer.from(text), Buffer.from(text, 'base64url'), Buffer.from(text, 'hex')])
  return [Buffer.alloc(0), Buffer.alloc(32), ...decoded.filter(({ length }) => length >= 16)]
}

describe('a copy of the database without the key outside it', () => {
  test('names nobody: neither who they are, nor how they are reached, nor what they typed', async () => {
    await logInAt(hub, person, phone)
    const copy = await dump()
    const { email, phone: number, birthName, documentNumber } = person.declared
    for (const said of [email, number, birthName, documentNumber, phone.secret, 'Service des impôts"'])
      expect(copy.includes(said), said).toBe(said.startsWith('Service'))
  })

  test('lets no guess be recognised: not an address, not a sent code, with any key that stands in it', async () => {
    const { email } = inventPerson().declared
    await createBrowser(on.origin).call('email.give', { body: { email, language: 'fr' } })
    const digits = codeIn(await on.mailTo(email))
    const copy = await dump()
    const rows = await on.service.identity.db.selectFrom('identity.code').select(['subject', 'code_hash']).execute()
    const guesses = rows.flatMap(({ subject }) => [`code\nemail\n${subject}\n${digits}`, digits])
    const hashes = new Set(rows.map(({ code_hash, subject }) => [code_hash, subject]).flat())
    const said = [...guesses, `email\n${email}`, email]
    const plain = said.map((text) => createHash('sha256').update(text).digest('base64url'))
    const keyed = keysIn(copy).flatMap((key) =>
      said.map((text) => createHmac('sha256', key).update(text).digest('base64url')),
    )
    expect(keyed.length).toBeGreaterThan(1_000)
    expect([...plain, ...keyed].filter((one) => hashes.has(one))).toEqual([])
    // The same guesses with the key are recognised: what was tried is the right thing.
    const own = said.map((text) =>
      createHmac('sha256', on.service.identity.keys().lookup).update(text).digest('base64url'),
    )
    expect(own.filter((one) => hashes.has(one)).length).toBeGreaterThanOrEqual(2)
  })

  test('opens nothing: a service that is started on it without the key, or with another, ends', async () => {
    const { db } = on.service.identity
    for (const outer of [[], [new Uint8Array(32).fill(8)]])
      await expect(loadIdentityKeys(db, outerKeyring(outer), new Date())).rejects.toThrow('store_key_wrong')
  })
})

test('with the key everything opens, and six digits are tried one by one: the threat model says so', async () => {
  const { db } = on.service.identity
  const keys = await loadIdentityKeys(db, outerKeyring([testOuterKey]), new Date())
  const core = { keys: () => keys }
  const [account] = await db.selectFrom('identity.account').selectAll().orderBy('created_at').execute()
  expect(openHolder(core, account!).email).toBe(person.declared.email)
  expect(await isSecret(core, account!.account_id, account!.secret!, phone.secret)).toBe(true)
  expect(await isSecret(core, account!.account_id, account!.secret!, '111222')).toBe(false)
})

test('an operator who writes in the database and has no key logs in as nobody', async () => {
  const { db } = on.service.identity
  const accounts = await db.selectFrom('identity.account').selectAll().orderBy('created_at').execute()
  const [victim, own] = accounts
  // A device of their own in somebody's name, with a session; and the sealed code of the account whose code they know.
  const [mine] = await db.selectFrom('identity.device').selectAll().where('account_id', '=', own!.account_id).execute()
  const device_id = randomUUID()
  const token = newToken()
  const at = new Date()
  await db
    .updateTable('identity.device')
    .set({ credential_id: 'moved' })
    .where('device_id', '=', mine!.device_id)
    .execute()
  await db
    .insertInto('identity.device')
    .values({ ...mine!, counter: Number(mine!.counter), device_id, account_id: victim!.account_id })
    .execute()
  const session = { token_hash: tokenHash(token), kind: 'device' as const, subject_id: device_id, proved_at: at }
  await db
    .insertInto('identity.session')
    .values({ ...session, created_at: at, expires_at: new Date(at.getTime() + 3_600_000) })
    .execute()
  const planted = { ...thief.phone, browser: withCookie(token) }
  const { number } = await askLogin(hub.ask().url, createBrowser(on.origin), person.declared.email)
  // Their own code is not the victim's; the sealed text of it opens in its own row alone.
  await expect(answer(planted, number!)).rejects.toThrow('secret_wrong')
  const set = (secret: string | null) =>
    db.updateTable('identity.account').set({ secret }).where('account_id', '=', victim!.account_id).execute()
  await set(own!.secret)
  await expect(answer(planted, number!)).rejects.toThrow()
  await set(victim!.secret)
  expect((await phone.browser.call('device.read')).account).toBe('ACTIVE')
  await db.deleteFrom('identity.device').where('device_id', '=', device_id).execute()
  await db
    .updateTable('identity.device')
    .set({ credential_id: mine!.credential_id })
    .where('device_id', '=', mine!.device_id)
    .execute()
  await db.updateTable('identity.account').set({ wrong_secrets: 0 }).execute()
})

/** A browser that holds one cookie, as whoever planted the session has it. */
function withCookie(token: string) {
  const browser = createBrowser(on.origin)
  const headers = { cookie: `guichet-device=${token}` }
  return {
    ...browser,
    call: ((name: never, asked: object = {}) =>
      browser.call(name, { ...asked, headers } as never)) as typeof browser.call,
  }
}

test('who looked over the shoulder has address, secret code and number, and no device: nothing is counted', async () => {
  await on.service.identity.db.deleteFrom('identity.login_request').execute()
  const login = await askLogin(hub.ask().url, createBrowser(on.origin), person.declared.email)
  const passkey = createPasskey(on.origin)
  const browser = createBrowser(on.origin)
  const { pending } = await phone.browser.call('pending.read')
  const params = { login_id: pending!.login_id }
  const proof = { kind: 'passkey' as const, response: passkey.get(pending!.challenge.passkey!) }
  const body = { number: login.number!, secret: phone.secret, proof }
  expect((await browser.fail('pending.answer', { params, body })).code).toBe('device_unknown')
  // With the device of another identity of their own, the request is not theirs.
  expect((await thief.phone.browser.fail('pending.answer', { params, body })).code).toBe('login_over')
  expect(await phone.browser.call('device.read')).toMatchObject({ account: 'ACTIVE', attempts_left: 5 })
  await answer(phone, login.number!)
})

describe('a hub that plays false', () => {
  test('with an assertion for another provider, or in another’s name, is none', async () => {
    const { url, checks } = hub.ask()
    const callback = await logIn({ url, callback: hub.redirectUri }, person, phone)
    const params = hub.client.callbackParams(callback)
    const wrong = [
      { aud: 'https://evil.example' },
      { iss: 'another' },
      { sub: 'another' },
      { exp: Math.floor(Date.now() / 1000) - 60 },
    ]
    for (const clientAssertionPayload of wrong)
      await expect(
        hub.client.callback(hub.redirectUri, params, checks, { clientAssertionPayload }),
        JSON.stringify(clientAssertionPayload),
      ).rejects.toThrow(/invalid_client|client_id mismatch/)
  })

  test('redeems no code that was another’s, nor with another address', async () => {
    const bank = await connectBank(on)
    const { url } = hub.ask()
    const callback = new URL(await logIn({ url, callback: hub.redirectUri }, person, phone))
    const code = callback.searchParams.get('code')!
    const redeem = (by: Hub, redirect_uri: string) =>
      by.client.grant({ grant_type: 'authorization_code', code, redirect_uri })
    await expect(redeem(bank, hub.redirectUri)).rejects.toThrow(/invalid_grant/)
    await expect(redeem(bank, bank.redirectUri)).rejects.toThrow(/invalid_grant/)
    await expect(redeem(hub, 'https://hub.example/elsewhere')).rejects.toThrow(/invalid_grant/)
  })
})

describe('guessing', () => {
  test('of a sent code ends after five, in whichever browsers, and the next code is not the same guess', async () => {
    const { email } = inventPerson().declared
    await createBrowser(on.origin).call('email.give', { body: { email, language: 'fr' } })
    const right = codeIn(await on.mailTo(email))
    const wrong = String((Number(right) + 1) % 1_000_000).padStart(6, '0')
    const tries = await Promise.all(
      Array.from({ length: 12 }, () =>
        createBrowser(on.origin)
          .fail('email.confirm', { body: { email, code: wrong } })
          .then(({ code }) => code),
      ),
    )
    expect(tries.filter((code) => code === 'code_wrong')).toHaveLength(5)
    expect((await createBrowser(on.origin).fail('email.confirm', { body: { email, code: right } })).code).toBe(
      'code_expired',
    )
  })

  test('from one network address is slowed down for all that it asks', async () => {
    const browser = createBrowser(on.origin)
    const statuses: number[] = []
    for (let round = 0; round < 12; round++)
      statuses.push(
        ...(await Promise.all(
          Array.from({ length: 50 }, () => browser.fetch(`${citizenApiPath}/session`).then(({ status }) => status)),
        )),
      )
    expect(statuses).toContain(429)
    expect(statuses.filter((status) => status === 200).length).toBeLessThan(600)
  })
})

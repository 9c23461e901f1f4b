import { generateKeyPairSync } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administratorOn, type AdministratorOn } from '../../../tests/fixtures/administrator.ts'
import { databases } from '../../../tests/fixtures/central-on.ts'
import { createBrowser } from '../../../tests/fixtures/identity/browser.ts'
import { becomeActive, type Person, type Phone } from '../../../tests/fixtures/identity/citizen.ts'
import { hubClient, hubKeys, hubMetadata, usualHub, type Hub } from '../../../tests/fixtures/identity/hub.ts'
import { goBack, logIn, openLogin } from '../../../tests/fixtures/identity/log-in.ts'
import { startIdentityOn, type IdentityOn } from '../../../tests/fixtures/identity/start-identity.ts'
import { ProviderStatus } from '../../contract/identity/provider-status.ts'
import { textsIn } from '../../texts/texts-in.ts'
import { emailDigest } from '../keys/digests.ts'
import { settleMs } from '../keys/identity-keys.ts'
import { moveAccount } from '../lifecycle/account-moves.ts'

const tokens = { odile: 'token-of-odile-16', paul: 'token-of-paul-1616' }
const adminToken = Object.entries(tokens)
  .map(([name, token]) => `${name}:${token}`)
  .join(' ')
const clientId = 'tax-office'
const settings = { ...usualHub, clientId }
const redirectUri = 'https://tax.example/back'
const dayMs = 24 * 3_600_000

/** Keys of a service, their kids told apart. */
async function keysNamed(name: string) {
  const { jwks, publics } = await hubKeys(settings)
  const rename = <T extends { kid: string }>(key: T) => ({ ...key, kid: `${name}-${key.kid}` })
  return { jwks: jwks.map(rename), publics: publics.map(rename) }
}
type Keys = Awaited<ReturnType<typeof keysNamed>>
const jwksOf = ({ publics }: Keys) => JSON.stringify({ keys: publics })

const statusKids = async (url: string) =>
  ProviderStatus.parse(await (await fetch(url)).json()).signing.map(({ kid, alg }) => `${alg} ${kid}`)

/** A program is told, and when to come again. */
async function expectUnavailable(answer: Response): Promise<void> {
  const { status, headers } = answer
  expect([status, headers.get('retry-after'), headers.get('cache-control')]).toEqual([503, '2', 'no-store'])
  expect(await answer.json()).toEqual({ error: 'temporarily_unavailable' })
}

describe.each(databases)('services, by two administrators, on %s', (name, installed) => {
  let on: IdentityOn
  let person: Person
  let phone: Phone
  let odile: AdministratorOn
  let paul: AdministratorOn
  let old: Keys
  const come = async () => {
    odile = await administratorOn(on.origin, tokens.odile)
    paul = await administratorOn(on.origin, tokens.paul)
  }
  beforeAll(async () => {
    if (!installed) return
    on = await startIdentityOn(name, {}, { adminToken, metricsPort: 0 })
    ;({ person, phone } = await becomeActive(on))
    old = await keysNamed('old')
    await come()
  })
  afterAll(() => on?.stop())

  const terms = { service: 'Impôts', redirects: redirectUri, scope_email: 'email', scope_birthdate: 'birthdate' }
  const form = () => ({
    ...terms,
    ...{ client_id: clientId, sector: 'tax.example', jwks: jwksOf(old), signed: 'ES256', wrapped: 'ECDH-ES' },
  })
  const version = async () => {
    const { text } = await odile.see(`/admin/services/${clientId}`)
    return /name="version" value="(\d+)"/.exec(text)![1]!
  }
  const newestPair = async () => {
    const { text } = await paul.see('/admin/pairs')
    return [...text.matchAll(/\/admin\/pairs\/([0-9a-f-]{36})\/withdraw/g)].at(-1)![1]!
  }
  const approve = async (who: AdministratorOn) => who.post(`/admin/pairs/${await newestPair()}/approve`)
  const asClient = ({ jwks }: Keys, jwksSubset = jwks) =>
    hubClient(on.service.issuer(), settings, jwksSubset, redirectUri)
  const scope = 'openid email birthdate'
  const enter = async (hub: Hub) => {
    const { url, checks } = hub.ask({ scope })
    return { callback: await logIn({ url, callback: redirectUri }, person, phone), checks }
  }
  /** A login as far as the token: whether the service proved itself. */
  const prove = async (hub: Hub) => {
    const code = new URL((await enter(hub)).callback).searchParams.get('code')!
    return hub.client.grant({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })
  }
  const statusOf = async (hub: Hub) =>
    (await createBrowser(on.origin).follow(hub.ask({ scope }).url, (one) => one.includes('/citizen/login/'))).response
      ?.status ?? 'login page'

  test.runIf(installed)('one proposes, and cannot approve it; with the second it is there', async () => {
    const hub = await asClient(old)
    expect(await odile.post('/admin/services', form())).toBe('/admin/pairs?done=1')
    expect(await statusOf(hub), 'nothing of it counts yet').toBe(400)
    expect(await approve(odile)).toBe('/admin/pairs?failed=second_person_needed')
    expect(await statusOf(hub)).toBe(400)
    const shown = (await paul.see('/admin/pairs')).text
    for (const said of ['tax.example', redirectUri, 'old-hub-sig']) expect(shown, said).toContain(said)
    expect(await approve(paul)).toBe('/admin/pairs?done=1')
    const { callback, checks } = await enter(hub)
    const { userinfo } = await hub.take(callback, checks)
    expect(Object.keys(userinfo).sort()).toEqual(expect.arrayContaining(['birthdate', 'email', 'sub']))
    expect(userinfo).not.toHaveProperty('family_name')
    const listed = (await odile.see('/admin/services')).text
    expect(listed).toContain(`/admin/services/${clientId}`)
    expect(await odile.post('/admin/services', form())).toBe('/admin/services?failed=service_conflict')
    const audit = await on.running.central.db
      .selectFrom('audit')
      .select(['actor', 'action', 'subject', 'result', 'detail'])
      .where('action', '=', 'service.add')
      .orderBy('at')
      .execute()
    expect(audit.map(({ actor, subject, result }) => [actor, subject, result])).toEqual([
      ['odile', clientId, 'waits'],
      ['odile', clientId, 'second_person_needed'],
      ['paul', clientId, 'done'],
      ['odile', clientId, 'service_conflict'],
    ])
    expect(JSON.stringify(audit), 'no keys in the audit').not.toContain('old-hub-sig')
  })

  test.runIf(installed)('what could not be is refused to the first already', async () => {
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' })
    const [sig, enc] = old.publics
    const keys = (...all: object[]) => ({ jwks: JSON.stringify({ keys: all }) })
    const wrong: Record<string, Record<string, string>> = {
      'a private key': { jwks: JSON.stringify({ keys: old.jwks }) },
      'a weak key': keys(sig!, { ...weak, kid: 'weak', use: 'enc', alg: 'RSA-OAEP-256' }),
      'nothing to encrypt to': keys(sig!, { ...sig!, kid: 'other' }),
      'one kid twice': keys(sig!, { ...enc!, kid: sig!.kid }),
      'an address in the clear': { redirects: 'http://tax.example/back' },
      'no address': { redirects: ' ' },
      'an identifier with a slash': { client_id: 'a/b' },
      'keys twice': { keys_at: 'https://tax.example/keys' },
      'no keys': { jwks: '' },
    }
    for (const [what, change] of Object.entries(wrong)) {
      const end = await odile.post('/admin/services', { ...form(), client_id: 'wrong-one', ...change })
      expect([400, '/admin/services?failed=request_invalid'], what).toContain(end)
    }
    expect((await odile.see('/admin/services/wrong-one')).status).toBe(404)
    expect((await paul.see('/admin/pairs')).text).not.toContain('wrong-one')
  })

  test.runIf(installed)('more than it may ask for is invalid_scope, before anybody is asked', async () => {
    const hub = await asClient(old)
    const refused = async (asked: string) => {
      const { url } = hub.ask({ scope: asked })
      const callback = await goBack(createBrowser(on.origin), url, redirectUri)
      return new URL(callback).searchParams.get('error')
    }
    for (const asked of ['openid profile', `${scope} family_name`]) expect(await refused(asked)).toBe('invalid_scope')
    const change = { ...terms, scope_profile: 'profile', version: await version() }
    expect(await odile.post(`/admin/services/${clientId}/change`, change)).toBe('/admin/pairs?done=1')
    expect(await refused('openid profile')).toBe('invalid_scope')
    expect(await approve(paul)).toBe('/admin/pairs?done=1')
    const { url, checks } = hub.ask({ scope: 'openid profile' })
    const { userinfo } = await hub.take(await logIn({ url, callback: redirectUri }, person, phone), checks)
    expect(userinfo).toHaveProperty('family_name')
  })

  test.runIf(installed)('what was proposed for one state is not put over another', async () => {
    const seen = await version()
    const path = `/admin/services/${clientId}/change`
    await odile.post(path, { ...terms, service: 'First', version: seen })
    const first = await newestPair()
    await odile.post(path, { ...terms, service: 'Second', version: seen })
    const second = await newestPair()
    expect(await paul.post(`/admin/pairs/${first}/approve`)).toBe('/admin/pairs?done=1')
    expect(await paul.post(`/admin/pairs/${second}/approve`)).toBe('/admin/pairs?failed=service_conflict')
    expect((await odile.see(`/admin/services/${clientId}`)).text).toContain('<h1>First</h1>')
    expect(await odile.post(path, { ...terms, version: seen })).toBe('/admin/services?failed=service_conflict')
  })

  test.runIf(installed)('where it is told is a term like others; the page says what was not taken', async () => {
    const path = `/admin/services/${clientId}/change`
    const told = { logout_at: 'https://tax.invalid/logout', events_at: 'https://tax.invalid/events' }
    const proposal = { ...terms, scope_profile: 'profile', ...told, version: await version() }
    for (const wrong of ['http://tax.invalid/events', 'tax.invalid'])
      expect(await odile.post(path, { ...proposal, events_at: wrong })).toBe('/admin/services?failed=request_invalid')
    const page = async () => (await odile.see(`/admin/services/${clientId}`)).text
    expect(await odile.post(path, proposal)).toBe('/admin/pairs?done=1')
    expect(await page()).not.toContain('tax.invalid')
    expect(await approve(paul)).toBe('/admin/pairs?done=1')
    for (const address of Object.values(told)) expect(await page()).toContain(address)
    expect(await page()).toContain(textsIn('fr')('administrator:noticesNever'))
    const { identity } = on.service
    const digest = emailDigest(identity.keys(), person.declared.email)
    const { account_id: accountId } = await identity.db
      .selectFrom('identity.account')
      .select('account_id')
      .where('email_digest', '=', digest)
      .executeTakeFirstOrThrow()
    await moveAccount(identity, { accountId, cause: 'distrusted' })
    await expect.poll(page, { timeout: 20_000 }).toMatch(/<span class="mono">unreachable<\/span>/)
    expect(await page()).toMatch(/<dd>2<\/dd>/)
    await moveAccount(identity, { accountId, cause: 'trusted_again' })
    // Taken away again: nothing waits for an address that there is not.
    await odile.post(path, { ...terms, scope_profile: 'profile', version: await version() })
    await approve(paul)
    expect(await page()).not.toContain('tax.invalid')
  })

  test.runIf(installed)('keys rotate: both count until the day, then the new ones alone', async () => {
    const fresh = await keysNamed('new')
    const path = `/admin/services/${clientId}/keys`
    const until = new Date(Date.now() + 2 * dayMs).toISOString().slice(0, 10)
    const given = { jwks: jwksOf(fresh), until, version: await version() }
    const far = new Date(Date.now() + 100 * dayMs).toISOString().slice(0, 10)
    expect(await odile.post(path, { ...given, until: far })).toBe('/admin/services?failed=request_invalid')
    expect(await odile.post(path, given)).toBe('/admin/pairs?done=1')
    await expect(prove(await asClient(fresh))).rejects.toThrow('invalid_client')
    expect(await approve(paul)).toBe('/admin/pairs?done=1')
    const newClient = await asClient(fresh)
    const { callback, checks } = await enter(newClient)
    await newClient.take(callback, checks)
    expect((await prove(await asClient(old))).access_token, 'the old key still proves').toBeTypeOf('string')
    expect((await odile.see(`/admin/services/${clientId}`)).text).toContain('old-hub-sig')
    on.ahead(3 * dayMs)
    await come()
    expect((await prove(await asClient(fresh))).access_token).toBeTypeOf('string')
    await expect(prove(await asClient(old))).rejects.toThrow('invalid_client')
    expect((await odile.see(`/admin/services/${clientId}`)).text).not.toContain('old-hub-sig')
    old = fresh
  })

  test.runIf(installed)('without a day the old keys end with the approval', async () => {
    const fresh = await keysNamed('urgent')
    const given = { jwks: jwksOf(fresh), version: await version() }
    await odile.post(`/admin/services/${clientId}/keys`, given)
    await approve(paul)
    await expect(prove(await asClient(old))).rejects.toThrow('invalid_client')
    expect((await prove(await asClient(fresh))).access_token).toBeTypeOf('string')
    old = fresh
  })

  test.runIf(installed)(
    'stopped: nobody is sent there, a login under way ends, and no file takes it up again',
    async () => {
      const hub = await asClient(old)
      const { callback, checks } = await enter(hub)
      const waiting = await openLogin(hub.ask({ scope }).url, createBrowser(on.origin))
      expect(await odile.post(`/admin/services/${clientId}/stop`, { version: await version() })).toBe(
        '/admin/pairs?done=1',
      )
      expect(await statusOf(hub)).toBe('login page')
      expect(await approve(paul)).toBe('/admin/pairs?done=1')
      expect(await statusOf(hub)).toBe(400)
      await expect(hub.take(callback, checks)).rejects.toThrow('invalid_client')
      expect((await waiting.browser.fail('login.read', { params: waiting.params })).code).toBe('login_over')
      const metadata = hubMetadata(settings, old.publics, redirectUri)
      await on.service.addRelyingParty({ ...metadata, name: 'From a file', hub: null, sector: 'tax.example' })
      expect(await statusOf(hub)).toBe(400)
      expect((await odile.see(`/admin/services/${clientId}`)).text).not.toContain(`/admin/services/${clientId}/stop`)
      // Two people may take it up again.
      await odile.post('/admin/services', { ...form(), client_id: clientId })
      await approve(paul)
      expect(await statusOf(hub)).toBe('login page')
    },
  )

  test.runIf(installed)('logins are counted by service, refusals by code', async () => {
    const read = async () => (await fetch(on.running.central.metricsUrl!)).text()
    const counted = async () => {
      const lines = (await read()).split('\n')
      const valueOf = (line: string) => Number(lines.find((one) => one.startsWith(`${line} `))?.split(' ')[1] ?? 0)
      const [own, unknown] = [`client="${clientId}"`, 'client="unknown"']
      return [
        valueOf(`guichet_logins_started_total{${own}}`),
        valueOf(`guichet_logins_finished_total{${own}}`),
        valueOf(`guichet_logins_refused_total{${own},code="access_denied"}`),
        valueOf(`guichet_logins_refused_total{${own},code="invalid_scope"}`),
        valueOf(`guichet_logins_refused_total{${unknown},code="invalid_client"}`),
      ]
    }
    const before = await counted()
    const hub = await asClient(old)
    const { callback, checks } = await enter(hub)
    await hub.take(callback, checks)
    const cancelled = await openLogin(hub.ask({ scope }).url, createBrowser(on.origin))
    await goBack(cancelled.browser, `/citizen/api/login/${cancelled.uid}/cancel`, redirectUri)
    await openLogin(hub.ask({ scope }).url, createBrowser(on.origin))
    await goBack(createBrowser(on.origin), hub.ask({ scope: 'openid gender' }).url, redirectUri)
    const invented = new URL(hub.ask({ scope }).url)
    invented.searchParams.set('client_id', 'invented-by-a-stranger')
    await createBrowser(on.origin).follow(invented.href)
    const after = await counted()
    expect(after.map((value, i) => value - before[i]!)).toEqual([3, 1, 1, 1, 1])
    expect(await read(), 'no names that strangers invent').not.toContain('invented-by-a-stranger')
  })

  test.runIf(installed)('what could not be written is said so, and nothing of the answer leaves', async () => {
    const { db } = on.running.central
    const hub = await asClient(old)
    await sql`CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''disk full''; END'`.execute(
      db,
    )
    await sql`CREATE TRIGGER full_disk BEFORE INSERT ON identity.oidc_record EXECUTE FUNCTION full_disk()`.execute(db)
    const asked = (accept: string) => fetch(hub.ask({ scope }).url, { redirect: 'manual', headers: { accept } })
    const page = await asked('text/html')
    expect([page.status, page.headers.get('location'), page.headers.getSetCookie()]).toEqual([503, null, []])
    expect(await page.text()).toContain('temporarily_unavailable')
    await expectUnavailable(await asked('application/json'))
    await sql`DROP TRIGGER full_disk ON identity.oidc_record`.execute(db)
    expect(await statusOf(hub)).toBe('login page')
  })

  test.runIf(installed)(
    'what could not be read is said so too: a token that nobody could look up is not refused',
    async () => {
      const { db } = on.running.central
      const hub = await asClient(old)
      const { callback } = await enter(hub)
      await sql`CREATE FUNCTION going_down() RETURNS boolean LANGUAGE plpgsql AS 'BEGIN RAISE SQLSTATE ''57P01''; END'`.execute(
        db,
      )
      await sql`ALTER TABLE identity.oidc_record RENAME TO kept_record`.execute(db)
      await sql`CREATE VIEW identity.oidc_record AS SELECT * FROM identity.kept_record WHERE (SELECT going_down())`.execute(
        db,
      )
      const ask = () => fetch(`${on.service.issuer()}/me`, { headers: { authorization: `Bearer ${'a'.repeat(43)}` } })
      await expectUnavailable(await ask())
      const code = new URL(callback).searchParams.get('code')!
      const grant = () => hub.client.grant({ grant_type: 'authorization_code', code, redirect_uri: redirectUri })
      await expect(grant()).rejects.toThrow('temporarily_unavailable')
      await sql`DROP VIEW identity.oidc_record`.execute(db)
      await sql`ALTER TABLE identity.kept_record RENAME TO oidc_record`.execute(db)
      expect((await ask()).status).toBe(401)
      expect((await grant()).access_token, 'the code was not spent').toBeTypeOf('string')
    },
  )

  test.runIf(installed)('says whether logins can begin, and when they cannot', async () => {
    const url = `${on.service.issuer()}/status`
    const answer = await fetch(url)
    const status = ProviderStatus.parse(await answer.json())
    expect([answer.status, status.state, status.issuer]).toEqual([200, 'available', on.service.issuer()])
    const kids = await statusKids(url)
    await on.service.rotateKey('ES256')
    await on.service.identity.reloadKeys()
    const published = (await (await fetch(`${on.service.issuer()}/jwks`)).json()) as { keys: { kid: string }[] }
    expect(published.keys, 'known before it signs').toHaveLength(kids.length + 1)
    await setTimeout(1_100)
    expect(await statusKids(url)).toEqual(kids)
    on.ahead(settleMs)
    await on.service.identity.reloadKeys()
    await setTimeout(1_100)
    const signing = await statusKids(url)
    expect(signing.filter((one) => !kids.includes(one))).toHaveLength(1)
    const { callback, checks } = await enter(await asClient(old))
    await (await asClient(old)).take(callback, checks)
    await on.running.central.db.destroy()
    await expect.poll(async () => (await fetch(url)).status, { timeout: 5_000 }).toBe(503)
  })
})

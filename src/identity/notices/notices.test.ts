import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { databases } from '../../../tests/fixtures/central-on.ts'
import { createBrowser } from '../../../tests/fixtures/identity/browser.ts'
import {
  becomeActive,
  openDevice,
  prove,
  verifyAnew,
  type Person,
  type Phone,
} from '../../../tests/fixtures/identity/citizen.ts'
import {
  connectBank,
  connectHub,
  hubClient,
  hubKeys,
  hubMetadata,
  usualHub,
  type Hub,
} from '../../../tests/fixtures/identity/hub.ts'
import { goBack, logIn } from '../../../tests/fixtures/identity/log-in.ts'
import { startReceiver, type Receiver } from '../../../tests/fixtures/identity/receiver.ts'
import { startIdentityOn, type IdentityOn } from '../../../tests/fixtures/identity/start-identity.ts'
import { callJson } from '../../../tests/simulate/virtual-station.ts'
import { emailDigest } from '../keys/digests.ts'
import { settleMs } from '../keys/identity-keys.ts'
import { moveAccount } from '../lifecycle/account-moves.ts'
import { runMaintenance } from '../maintenance.ts'
import { deliverNotices } from './deliver-notices.ts'
import { noticesOf } from './notice-standing.ts'

const risc = 'https://schemas.openid.net/secevent/risc/event-type/'
const logout = 'http://schemas.openid.net/event/backchannel-logout'
const clientId = 'tax-office'
const settings = { ...usualHub, clientId, sector: 'tax.example' }
/** How many there are below. */
const tests = 11
const redirectUri = 'https://tax.example/back'
const [minuteMs, hourMs, dayMs] = [60_000, 3_600_000, 24 * 3_600_000]

describe.each(databases)('what services are told, on %s', (name, installed) => {
  let on: IdentityOn
  let receiver: Receiver
  let hub: Hub
  let register: () => Promise<void>
  let connect: () => Promise<void>
  const people: { person: Person; phone: Phone }[] = []
  let person: Person
  let phone: Phone
  let sub: string
  beforeAll(async () => {
    if (!installed) return
    on = await startIdentityOn(name, { policy: { innerHosts: ['localhost'] } })
    receiver = await startReceiver(on.service.issuer(), clientId)
    const { jwks, publics } = await hubKeys(settings)
    register = () =>
      on.service.addRelyingParty({
        ...hubMetadata(settings, publics, redirectUri),
        ...{ name: 'Impôts', sector: settings.sector },
        ...{ events_uri: receiver.eventsUri, backchannel_logout_uri: receiver.logoutUri },
      })
    connect = async () => void (hub = await hubClient(on.service.issuer(), settings, jwks, redirectUri))
    await register()
    await connect()
    // Before the clock is moved: a packet of the counter's would be one of long ago.
    for (let n = 0; n < tests; n++) people.push(await becomeActive(on))
  })
  afterAll(async () => {
    await on?.stop()
    await receiver?.stop()
  })
  /** Somebody whom the service knows. */
  beforeEach(async () => {
    if (!installed) return
    ;({ person, phone } = people.pop()!)
    sub = (await enter()).sub
    receiver.mood = 'up'
    receiver.taken.length = 0
    receiver.calls = { all: 0, redirected: 0 }
  })

  const identity = () => on.service.identity
  /** The service delivers by itself as well, every other second. */
  const eventually = <T>(read: () => T | Promise<T>) =>
    expect.poll(async () => (await deliver(), read()), { timeout: 20_000, interval: 200 })
  const deliver = () => deliverNotices(identity(), new AbortController().signal)
  async function enter(at = hub, browser = createBrowser(on.origin)) {
    const { url, checks } = at.ask()
    const { tokens } = await at.take(await logIn({ url, callback: at.redirectUri }, person, phone, browser), checks)
    return { sub: tokens.claims().sub, browser }
  }
  const accountId = async () => {
    const digest = emailDigest(identity().keys(), person.declared.email)
    const rows = identity().db.selectFrom('identity.account').select('account_id').where('email_digest', '=', digest)
    return (await rows.executeTakeFirstOrThrow()).account_id
  }
  const move = async (cause: Parameters<typeof moveAccount>[1]['cause']) =>
    moveAccount(identity(), { accountId: await accountId(), cause })
  /** What it has heard, by the event's last word, the events before the logouts. */
  const heard = () =>
    receiver.taken
      .flatMap(({ claims }) => Object.keys(claims['events'] as object))
      .map((uri) => uri.split('/').at(-1)!)
      .sort()
  const hears = (...words: string[]) => eventually(heard).toEqual(words.toSorted())
  const failed = () => eventually(async () => (await noticesOf(identity(), clientId)).failed?.code)
  const rows = () => identity().db.selectFrom('identity.notice').selectAll().where('client_id', '=', clientId)
  const waiting = async () => (await rows().where('state', '=', 'due').execute()).length

  test.runIf(installed)(
    'an erasure: the account is gone and sessions end, by its own name for the person alone',
    async () => {
      const { email, birthName, givenNames, phone: number } = person.declared
      await phone.browser.call('rights.erase', { body: await prove(phone, 'erase') })
      await hears('account-purged', 'backchannel-logout')
      const event = receiver.taken.find(({ path }) => path === '/events')!
      const ended = receiver.taken.find(({ path }) => path === '/logout')!
      const iss = on.service.issuer()
      // RFC 8417 §2.2 and the Shared Signals Framework: neither exp nor sub; Back-Channel Logout §2.4: exp, sub, no nonce.
      expect(event.claims).toEqual({
        ...{ iss, aud: clientId, jti: expect.any(String), iat: expect.any(Number) },
        sub_id: { format: 'iss_sub', iss, sub },
        events: { [`${risc}account-purged`]: {} },
      })
      expect(ended.claims).toEqual({
        ...{ iss, aud: clientId, jti: expect.any(String), iat: expect.any(Number), exp: expect.any(Number), sub },
        events: { [logout]: {} },
      })
      expect(ended.claims.jti).not.toBe(event.claims.jti)
      const said = JSON.stringify(receiver.taken)
      for (const own of [email, birthName, number, ...givenNames]) expect(said).not.toContain(own)
      // Nothing of the person is left once it was told.
      const kept = await rows().where('kind', '=', 'account-purged').execute()
      expect(kept.map(({ state, held, subject_digest }) => [state, held, subject_digest])).toContainEqual([
        ...['delivered', null, null],
      ])
      const audit = await identity()
        .db.selectFrom('audit')
        .select(['actor', 'subject', 'detail', 'result'])
        .where('action', '=', 'service.tell')
        .where('detail', '=', 'account-purged')
        .execute()
      expect(audit).toEqual([{ actor: 'identity', subject: clientId, detail: 'account-purged', result: 'delivered' }])
    },
  )

  test.runIf(installed)(
    'suspended, and trusted again: disabled once, enabled once; a lock is nobody’s business',
    async () => {
      await move('wrong_secrets')
      await move('new_secret')
      await deliver()
      expect(receiver.calls.all).toBe(0)
      await move('distrusted')
      await hears('account-disabled', 'backchannel-logout')
      await move('trusted_again')
      await hears('account-disabled', 'account-enabled', 'backchannel-logout')
      await move('distrusted')
      await hears('account-disabled', 'account-disabled', 'account-enabled', 'backchannel-logout', 'backchannel-logout')
      await move('withdrawn')
      expect(await waiting(), 'disabled is disabled').toBe(0)
      expect(JSON.stringify(receiver.taken)).not.toContain('hijacking')
    },
  )

  test.runIf(installed)('“it was not me” says why: the service looks at what was done', async () => {
    await phone.browser.call('holder.suspend')
    await hears('account-disabled', 'backchannel-logout')
    const { claims } = receiver.taken.find(({ path }) => path === '/events')!
    expect(claims['events']).toEqual({ [`${risc}account-disabled`]: { reason: 'hijacking' } })
  })

  test.runIf(installed)(
    'verified anew while in force: sessions end; after an end, enabled once they can log in',
    async () => {
      ;({ person, phone } = await verifyAnew(on, person))
      await hears('backchannel-logout')
      await move('time_over')
      await hears('account-disabled', 'backchannel-logout', 'backchannel-logout')
      await callJson(on.station, 'GET', '/v1/config')
      ;({ person, phone } = await verifyAnew(on, person))
      await hears('account-disabled', 'account-enabled', 'backchannel-logout', 'backchannel-logout')
      expect((await enter()).sub).toBe(sub)
    },
  )

  test.runIf(installed)(
    'a session that its holder ends, by the device or at another service, ends at each service of it',
    async () => {
      await openDevice(phone)
      const bank = await connectBank(on)
      const { browser } = await enter()
      const { url, checks } = bank.ask({ prompt: '' })
      const { tokens } = await bank.take(await goBack(browser, url, bank.redirectUri), checks)
      const asked = await browser.follow(bank.client.endSessionUrl({ id_token_hint: tokens.id_token! }))
      const page = await asked.response!.text()
      const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)![1]!
      const body = new URLSearchParams({ xsrf, logout: 'yes' })
      await browser.fetch(/action="([^"]+)"/.exec(page)![1]!, { method: 'POST', body })
      await hears('backchannel-logout')
      await enter()
      const { sessions } = await phone.browser.call('services.read')
      await phone.browser.call('services.end_session', { params: { session_id: sessions[0]!.session_id } })
      await hears('backchannel-logout', 'backchannel-logout')
      const { services } = await phone.browser.call('services.read')
      const { service_id } = services.find(({ service }) => service === 'Impôts')!
      await phone.browser.call('services.end', { params: { service_id } })
      await hears('backchannel-logout', 'backchannel-logout', 'backchannel-logout')
    },
  )

  test.runIf(installed)(
    'one that is down is told when it is up: it learns how things stand, not how they stood',
    async () => {
      receiver.mood = 'down'
      await move('distrusted')
      await eventually(async () => (await rows().where('failure', '=', 'unreachable').execute()).length).toBe(2)
      const put = await rows().where('state', '=', 'due').execute()
      expect(put.map(({ attempts, next_try_at }) => [attempts, next_try_at > identity().now()])).toEqual([
        [1, true],
        [1, true],
      ])
      await move('trusted_again')
      receiver.mood = 'mending'
      await failed().toBe('http_503')
      receiver.mood = 'up'
      on.ahead(30 * minuteMs)
      await deliver()
      expect(heard(), 'it asked for an hour').not.toContain('account-enabled')
      on.ahead(hourMs)
      await hears('account-enabled', 'backchannel-logout')
      expect(await waiting()).toBe(0)
    },
  )

  test.runIf(installed)('a key that was rotated meanwhile signs what is sent then', async () => {
    receiver.mood = 'down'
    await move('distrusted')
    await eventually(() => receiver.calls.all).toBeGreaterThan(0)
    const former = identity()
      .keys()
      .provider.find(({ alg }) => alg === 'ES256')!.kid
    await on.service.rotateKey('ES256')
    on.ahead(settleMs)
    await identity().reloadKeys()
    expect(
      identity()
        .keys()
        .provider.find(({ alg }) => alg === 'ES256')!.kid,
    ).not.toBe(former)
    receiver.mood = 'up'
    on.ahead(hourMs)
    await hears('account-disabled', 'backchannel-logout')
    await connect()
  })

  test.runIf(installed)('one that refuses has read it: not sent again, and its own words are not kept', async () => {
    receiver.mood = 'refuses'
    await move('distrusted')
    await eventually(waiting).toBe(0)
    expect(receiver.calls.all).toBe(2)
    const seen = await noticesOf(identity(), clientId)
    expect([seen.lost, seen.failed!.code]).toEqual([2, 'invalid_audience'])
    expect(JSON.stringify(await rows().execute())).not.toContain('Camille')
  })

  test.runIf(installed)('one that answers slowly holds up nobody else, and is asked again', async () => {
    receiver.mood = 'slow'
    const other = await startReceiver(on.service.issuer(), 'library')
    const own = { ...usualHub, clientId: 'library', sector: 'library.example' }
    const { jwks, publics } = await hubKeys(own)
    await on.service.addRelyingParty({
      ...hubMetadata(own, publics, 'https://library.example/back'),
      ...{ name: 'Bibliothèque', sector: own.sector, events_uri: other.eventsUri },
    })
    const library = await hubClient(on.service.issuer(), own, jwks, 'https://library.example/back')
    await enter(library)
    await move('distrusted')
    await expect.poll(() => other.taken.length, { timeout: 8_000 }).toBe(1)
    expect(await waiting()).toBe(2)
    await failed().toBe('slow')
    receiver.mood = 'up'
    on.ahead(hourMs)
    await hears('account-disabled', 'backchannel-logout')
    await other.stop()
  })

  test.runIf(installed)('a service that was stopped, or has no address, is told nothing', async () => {
    const quiet = await connectHub(on, { ...usualHub, clientId: 'quiet', sector: 'quiet.example' })
    await enter(quiet)
    receiver.mood = 'down'
    await move('distrusted')
    await eventually(() => receiver.calls.all).toBeGreaterThan(0)
    receiver.mood = 'up'
    await on.service.revokeRelyingParty(clientId)
    on.ahead(hourMs)
    await eventually(waiting).toBe(0)
    expect(receiver.taken).toEqual([])
    const all = await identity().db.selectFrom('identity.notice').select('client_id').execute()
    expect(all.map(({ client_id }) => client_id)).not.toContain('quiet')
    await register()
  })

  test.runIf(installed)('no redirect is followed; what nobody takes for a week is given up', async () => {
    receiver.mood = 'redirects'
    await move('distrusted')
    await failed().toBe('http_307')
    on.ahead(7 * dayMs)
    await eventually(waiting).toBe(0)
    expect(receiver.calls.redirected).toBe(0)
    const given = await rows().where('failure', '=', 'http_307').execute()
    expect(given.map(({ state, held }) => [state, held])).toEqual([
      ['given_up', null],
      ['given_up', null],
    ])
    on.ahead(31 * dayMs)
    await runMaintenance(identity())
    expect(await rows().execute()).toEqual([])
  })
})

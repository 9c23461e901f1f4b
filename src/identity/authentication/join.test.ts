import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBrowser, refusalOf } from '../../../tests/fixtures/identity/browser.ts'
import { answer, askToJoin, linkIn, prove } from '../../../tests/fixtures/identity/citizen.ts'
import { startWithHolder, type HolderScene } from '../../../tests/fixtures/identity/holder-scene.ts'
import { askLogin, logInAt } from '../../../tests/fixtures/identity/log-in.ts'
import { createPasskey } from '../../../tests/fixtures/identity/passkey.ts'

let { on, hub, person, phone } = {} as HolderScene
beforeAll(async () => void ({ on, hub, person, phone } = await startWithHolder()))
afterAll(() => on?.stop())

const offer = () => phone.browser.call('join.offer')
const stage = async () => (await phone.browser.call('join.read')).stage
const devices = async () => (await phone.browser.call('holder.read')).devices.map(({ name }) => name).sort()
const other = (number: string) => String((Number(number) + 1) % 100).padStart(2, '0')
const letIn = async (number: string, change: Parameters<typeof prove>[2] = {}) =>
  phone.browser
    .call('join.answer', { body: { number, ...(await prove(phone, 'join', change)) } })
    .then(({ stage: now }) => now)

test('the old device lets it in by number, secret code and key; it logs in, and the holder hears of it twice', async () => {
  const { link, qr, expires_at } = await offer()
  expect(link).toContain('/citizen/join#')
  expect(qr).toContain('<svg')
  expect(Date.parse(expires_at) - Date.now()).toBeLessThanOrEqual(10 * 60_000)
  expect(await stage()).toBe('offered')
  const tablet = await askToJoin(on, link)
  expect(await phone.browser.call('join.read')).toMatchObject({
    stage: 'asked',
    candidate: { name: 'Tablette', kind: 'passkey', from: { browser: 'Chrome' } },
  })
  expect((await tablet.browser.fail('join.take')).code).toBe('device_unknown')
  expect(await letIn(tablet.number)).toBe('joined')
  expect(await tablet.browser.call('join.standing')).toMatchObject({ stage: 'joined', number: null })
  expect(await tablet.browser.call('join.take')).toMatchObject({ name: 'Tablette', account: 'ACTIVE' })
  expect(await devices()).toEqual(['Tablette', 'Téléphone'])
  expect(await on.mailTo(person.declared.email, /Tablette/)).toContain('/citizen/not-me#')
  expect(on.messageTo(person.declared.phone)).toContain('Un autre appareil')
  const second = { browser: tablet.browser, passkey: tablet.passkey, secret: phone.secret }
  expect(await logInAt(hub, person, second)).toContain('code=')
  // Everything that waited is used up.
  expect((await tablet.browser.fail('join.standing')).code).toBe('join_over')
  const kept = await askLogin(hub.ask().url, createBrowser(on.origin), person.declared.email)
  await answer(second, kept.number!)
  const { continue_url } = await kept.browser.call('login.read', { params: kept.params })
  await phone.browser.call('holder.revoke', {
    params: { device_id: (await tablet.browser.call('device.read')).device_id },
  })
  expect((await kept.browser.fetch(continue_url!)).status, 'what it let in and had not been used').toBe(410)
})

test('a link counts once, for ten minutes, for one device, and a newer one takes its place', async () => {
  const [first, second] = [await offer(), await offer()]
  const stranger = createBrowser(on.origin)
  const open = (link: string) => stranger.fail('join.open', { body: { token: linkIn(link) } })
  expect((await open(first.link)).code).toBe('join_over')
  const tablet = await askToJoin(on, second.link)
  expect((await open(second.link)).code).toBe('join_over')
  const { passkey } = await tablet.browser.call('join.challenge')
  const body = { kind: 'passkey' as const, name: 'Autre', response: createPasskey(on.origin).create(passkey!) }
  expect((await tablet.browser.fail('join.device', { body })).code).toBe('join_over')
  await on.service.identity.db.updateTable('identity.device_offer').set({ expires_at: new Date() }).execute()
  expect(await refusalOf(letIn(tablet.number))).toBe('join_over')
  expect((await tablet.browser.fail('join.standing')).code).toBe('join_over')
  expect(await stage()).toBe('none')
})

test('refused in one tap; a second wrong number ends it too', async () => {
  const refused = await askToJoin(on, (await offer()).link)
  expect(await phone.browser.call('join.refuse')).toMatchObject({ stage: 'none', candidate: null })
  expect((await refused.browser.fail('join.standing')).code).toBe('join_over')
  const { number } = await askToJoin(on, (await offer()).link)
  expect(await refusalOf(letIn(other(number)))).toBe('login_number_wrong')
  expect(await stage()).toBe('asked')
  expect(await refusalOf(letIn(other(number)))).toBe('login_number_wrong')
  expect(await refusalOf(letIn(number))).toBe('join_over')
  expect(await devices()).toEqual(['Téléphone'])
})

test('without the device’s key nothing is counted; a wrong code counts as at a login', async () => {
  const { number } = await askToJoin(on, (await offer()).link)
  for (let i = 0; i < 3; i++)
    expect(await refusalOf(letIn(other(number), { passkey: createPasskey(on.origin) }))).toBe('device_proof_invalid')
  expect(await refusalOf(letIn(number, { secret: '000111' }))).toBe('secret_wrong')
  expect(await phone.browser.call('device.read')).toMatchObject({ attempts_left: 4 })
  // A proof counts once.
  const once = await prove(phone, 'join')
  expect(await refusalOf(phone.browser.call('join.answer', { body: { number, ...once } }))).toBe('done')
  expect(await phone.browser.call('device.read')).toMatchObject({ attempts_left: 5 })
  expect(await refusalOf(phone.browser.call('join.answer', { body: { number, ...once } }))).toBe('join_over')
})

test('not with a code chosen today, not on a device without the level, not a sixth', async () => {
  const { db, policy } = on.service.identity
  const account = db.updateTable('identity.account')
  await account.set({ secret_from: new Date(Date.now() + 3_600_000) }).execute()
  expect(await refusalOf(offer())).toBe('secret_new')
  await account.set({ secret_from: null }).execute()
  policy.substantialKinds = []
  expect(await refusalOf(offer())).toBe('device_key_refused')
  policy.substantialKinds = ['passkey']
  // The tablet of the test before is the second.
  const { number } = await askToJoin(on, (await offer()).link, 'Montre')
  const { account_id } = await db.selectFrom('identity.account').select('account_id').executeTakeFirstOrThrow()
  const more = { account_id, kind: 'passkey' as const, public_key: 'x', added_at: new Date() }
  for (const name of ['3', '4', '5'])
    await db
      .insertInto('identity.device')
      .values({ ...more, name, device_id: crypto.randomUUID(), credential_id: name })
      .execute()
  expect(await refusalOf(letIn(number))).toBe('device_limit')
  expect(await refusalOf(offer())).toBe('device_limit')
  expect(await devices()).toHaveLength(5)
})

test('the browser is told which passkeys are there, so that none is made over', async () => {
  const { db } = on.service.identity
  await db.updateTable('identity.device').set({ revoked_at: new Date() }).where('name', 'in', ['3', '4']).execute()
  const browser = createBrowser(on.origin)
  await browser.call('join.open', { body: { token: linkIn((await offer()).link) } })
  const { passkey } = await browser.call('join.challenge')
  const ids = (passkey!['excludeCredentials'] as { id: string }[]).map(({ id }) => id)
  const known = await db.selectFrom('identity.device').select('credential_id').where('revoked_at', 'is', null).execute()
  expect(ids.sort()).toEqual(known.map(({ credential_id }) => credential_id).sort())
})

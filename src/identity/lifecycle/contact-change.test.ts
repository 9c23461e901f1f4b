import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBrowser, refusalOf } from '../../../tests/fixtures/identity/browser.ts'
import {
  becomeActive,
  codeIn,
  inventPerson,
  linkIn,
  openDevice,
  prove,
  verifyAnew,
  type Person,
} from '../../../tests/fixtures/identity/citizen.ts'
import { startWithHolder, type HolderScene } from '../../../tests/fixtures/identity/holder-scene.ts'
import { logIn, logInAt, openLogin } from '../../../tests/fixtures/identity/log-in.ts'
import { runMaintenance } from '../maintenance.ts'

let { on, hub, person, phone } = {} as HolderScene
beforeAll(async () => void ({ on, hub, person, phone } = await startWithHolder()))
afterAll(() => on?.stop())

const dayMs = 24 * 3_600_000
const { email: newEmail, phone: newPhone } = inventPerson().declared
const give = (kind: 'email' | 'phone', value: string) => phone.browser.call('contact.give', { body: { kind, value } })
const confirm = async (kind: 'email' | 'phone', code: string, change: Parameters<typeof prove>[2] = {}) =>
  phone.browser.call('contact.confirm', { body: { kind, code, ...(await prove(phone, 'contact', change)) } })
const renamed = (): Person => ({ ...person, declared: { ...person.declared, email: newEmail } })

test('an address changes by digits sent to the new one, secret code and key; the old one is told, the new one logs in', async () => {
  const own = createBrowser(on.origin)
  await logInAt(hub, person, phone, own)
  await give('email', newEmail)
  const code = codeIn(await on.mailTo(newEmail))
  expect(await refusalOf(confirm('email', code, { secret: '000111' }))).toBe('secret_wrong')
  expect(await refusalOf(confirm('email', '000000'))).toBe('code_wrong')
  const { contacts } = await confirm('email', code)
  expect(contacts).toMatchObject({ email: newEmail, phone: person.declared.phone })
  expect(contacts.former).toMatchObject([{ kind: 'email', value: person.declared.email }])
  for (const to of [person.declared.email, newEmail])
    expect(await on.mailTo(to, /adresse .*a .*chang/)).toContain('/citizen/not-me#')
  expect(on.messageTo(person.declared.phone)).toContain('adresse')
  // What the browser remembered is nobody's name any more.
  const { params } = await openLogin(hub.ask().url, own)
  expect((await own.call('login.read', { params })).remembered).toBeNull()
  expect(await logInAt(hub, renamed(), phone)).toContain('code=')
  const { url, checks } = hub.ask()
  const { userinfo } = await hub.take(await logIn({ url, callback: hub.redirectUri }, renamed(), phone), checks)
  expect(userinfo['email']).toBe(newEmail)
})

test('a number changes likewise; both numbers hear of it', async () => {
  await give('phone', newPhone)
  const { contacts } = await confirm('phone', codeIn(on.messageTo(newPhone)))
  expect(contacts.phone).toBe(newPhone)
  for (const to of [person.declared.phone, newPhone]) expect(on.messageTo(to)).toContain('num')
  expect(await refusalOf(give('phone', '+15005550006'))).toBe('declaration_invalid')
})

test('whoever held the old address says “it was not me” by the link of the notice, without any device', async () => {
  ;({ person, phone } = await verifyAnew(on, person))
  const thief = inventPerson().declared.email
  const { db } = on.service.identity
  await db.deleteFrom('identity.code').execute()
  await give('email', thief)
  await confirm('email', codeIn(await on.mailTo(thief)))
  const token = linkIn(await on.mailTo(person.declared.email, /not-me/))
  const stranger = createBrowser(on.origin)
  expect((await stranger.fail('objection.make', { body: { token: 'A'.repeat(43) } })).code).toBe('objection_over')
  await stranger.call('objection.make', { body: { token } })
  expect(await phone.browser.call('device.read')).toMatchObject({ account: 'SUSPENDED' })
  expect(await on.mailTo(person.declared.email, /vous avez dit/)).toContain('suspendue')
  expect((await stranger.fail('objection.make', { body: { token } })).code).toBe('account_inactive')
  await db.updateTable('identity.objection').set({ expires_at: new Date() }).execute()
  expect((await stranger.fail('objection.make', { body: { token } })).code).toBe('objection_over')
})

test('“it was not me” stands though central had suspended before, and trusts again after', async () => {
  ;({ person, phone } = await verifyAnew(on, person))
  const { db } = on.service.identity
  const central = async (from: 'APPROVED' | 'SUSPENDED', to: 'APPROVED' | 'SUSPENDED') => {
    await db.updateTable('application').set({ state: to }).where('state', '=', from).execute()
    await on.settle()
  }
  await central('APPROVED', 'SUSPENDED')
  expect(await phone.browser.call('device.read')).toMatchObject({ account: 'SUSPENDED' })
  on.received.mails.length = 0
  await phone.browser.call('holder.suspend')
  // Whoever else said it, by a link: the holder hears that central will not open it again.
  expect(await on.mailTo(person.declared.email, /vous avez dit/)).toContain('/citizen/')
  await central('SUSPENDED', 'APPROVED')
  expect(await phone.browser.call('device.read')).toMatchObject({ account: 'SUSPENDED' })
})

test('for seven days whatever is told goes to the old ones too, and then is forgotten', async () => {
  const letters = () => on.received.mails.filter(({ text }) => /vous avez dit/.test(text)).map(({ to }) => to)
  ;({ person, phone } = await becomeActive(on))
  const newer = inventPerson().declared.email
  await give('email', newer)
  await confirm('email', codeIn(await on.mailTo(newer)))
  const { db } = on.service.identity
  const row = () =>
    db.selectFrom('identity.account').select('former_until').orderBy('created_at', 'desc').executeTakeFirstOrThrow()
  on.ahead(6 * dayMs)
  await runMaintenance(on.service.identity)
  expect((await row()).former_until).not.toBeNull()
  await openDevice(phone)
  await phone.browser.call('holder.suspend')
  await on.mailTo(person.declared.email, /vous avez dit/)
  expect(letters().slice(-2).sort()).toEqual([newer, person.declared.email].sort())
  on.ahead(1.1 * dayMs)
  await runMaintenance(on.service.identity)
  expect((await row()).former_until).toBeNull()
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBrowser } from '../../../tests/fixtures/identity/browser.ts'
import { answer, prove, verifyAnew } from '../../../tests/fixtures/identity/citizen.ts'
import { startWithHolder, type HolderScene } from '../../../tests/fixtures/identity/holder-scene.ts'
import { askLogin, goBack, logInAt } from '../../../tests/fixtures/identity/log-in.ts'
import { createPasskey, type Passkey } from '../../../tests/fixtures/identity/passkey.ts'

let { on, hub, person, phone } = {} as HolderScene
beforeAll(async () => void ({ on, hub, person, phone } = await startWithHolder()))
afterAll(() => on?.stop())

const fresh = '582941'
const lastFour = () => person.declared.documentNumber.slice(-4)
async function prepare(last_four: string, secret = fresh, passkey: Passkey = phone.passkey) {
  return { body: { last_four, ...(await prove(phone, 'reset', { secret, passkey })) } }
}
const fail = async (...given: Parameters<typeof prepare>) => {
  const { code, attempts_left } = await phone.browser.fail('secret.reset', await prepare(...given))
  return `${code} ${attempts_left}`
}
const begin = async () => askLogin(hub.ask().url, createBrowser(on.origin), person.declared.email)
const answered = (number: string | null, secret: string) =>
  answer(phone, number!, { secret }).then(
    () => 'taken',
    (error: { message: string }) => error.message,
  )

test('without the device’s proof nothing is counted; a code that others try first is none', async () => {
  for (let i = 0; i < 4; i++)
    expect(await fail('0000', fresh, createPasskey(on.origin))).toBe('device_proof_invalid null')
  expect(await fail(lastFour(), '123456')).toBe('secret_trivial null')
  expect((await createBrowser(on.origin).fail('holder.challenge', { body: { purpose: 'reset' } })).code).toBe(
    'device_unknown',
  )
  // A proof counts once.
  const once = await prepare('0000')
  expect((await phone.browser.fail('secret.reset', once)).code).toBe('last_four_wrong')
  expect((await phone.browser.fail('secret.reset', once)).code).toBe('device_proof_invalid')
})

test('locked by wrong codes, opened with the document; used a day later, and its holder hears of it twice', async () => {
  const session = createBrowser(on.origin)
  await logInAt(hub, person, phone, session)
  const { number } = await begin()
  for (let i = 0; i < 5; i++) await answered(number, '000111')
  expect(await phone.browser.call('device.read')).toMatchObject({ account: 'LOCKED' })
  const given = lastFour().toLowerCase()
  const view = await phone.browser.call('secret.reset', await prepare(` ${given.slice(0, 2)}-${given.slice(2)} `))
  expect(view).toMatchObject({ account: 'ACTIVE', attempts_left: 5 })
  expect(await on.mailTo(person.declared.email, /code secret a =?/)).toContain('code secret')
  expect(on.messageTo(person.declared.phone)).toContain('code secret')
  // Neither with the new code, nor with the old one, nor by a session that was there.
  for (const secret of [fresh, phone.secret]) expect(await answered(number, secret)).toBe('secret_new')
  const silent = await session.follow(hub.ask({ prompt: '' }).url, (url) => /\/citizen\/login\//.test(url))
  expect(silent.url).toContain('/citizen/login/')
  const { secret_from } = await on.service.identity.db
    .selectFrom('identity.account')
    .select('secret_from')
    .executeTakeFirstOrThrow()
  expect(secret_from!.getTime() - Date.now()).toBeGreaterThan(23.9 * 3_600_000)
  await on.service.identity.db.updateTable('identity.account').set({ secret_from: new Date() }).execute()
  const login = await begin()
  expect(await answered(login.number, phone.secret)).toBe('secret_wrong')
  expect(await answered(login.number, fresh)).toBe('taken')
  const { continue_url } = await login.browser.call('login.read', { params: login.params })
  expect(await goBack(login.browser, continue_url!, hub.redirectUri)).toContain('code=')
})

test('three wrong tries, at the same time or one by one, and only a new check opens it', async () => {
  const many = await Promise.all(['0000', '0001', '0002', '0003', '0004'].map((one) => fail(one)))
  // One challenge is open at a time: what was asked at the same time is one try at the most.
  expect(many.filter((one) => one.startsWith('last_four_wrong')).length).toBeLessThanOrEqual(3)
  const told = []
  for (let i = 0; i < 4; i++) told.push(await fail('0000'))
  expect(told.at(-1)).toBe('reset_over null')
  expect(await fail(lastFour())).toBe('reset_over null')
  // The secret code still logs in.
  expect(await answered((await begin()).number, fresh)).toBe('taken')
  ;({ person, phone } = await verifyAnew(on, person))
  expect(await fail('0000')).toBe('last_four_wrong 2')
})

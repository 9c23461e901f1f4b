import { addDays } from '../../enrolment/dates.ts'
import { legalDay } from '../../enrolment/local-day.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { becomeActive, type Person, type Phone } from '../../../tests/fixtures/identity/citizen.ts'
import { startIdentityOn, type IdentityOn } from '../../../tests/fixtures/identity/start-identity.ts'
import { runMaintenance } from '../maintenance.ts'
import { expireAccounts } from './expire-accounts.ts'

let on: IdentityOn
let one: { person: Person; phone: Phone }
let other: { person: Person; phone: Phone }
beforeAll(async () => {
  on = await startIdentityOn('PGlite')
  one = await becomeActive(on)
  other = await becomeActive(on)
})
afterAll(() => on?.stop())

const endOn = async ({ person }: typeof one, day: string) => {
  const { device_id } = await (person === one.person ? one : other).phone.browser.call('device.read')
  const { db } = on.service.identity
  const account = db.selectFrom('identity.device').select('account_id').where('device_id', '=', device_id)
  await db.updateTable('identity.account').set({ ends_on: day }).where('account_id', '=', account).execute()
}
const day = (daysFromNow: number) => addDays(legalDay(new Date()), daysFromNow)
const endsOf = async () =>
  (await on.service.identity.db.selectFrom('identity.account').select('ends_on').orderBy('created_at').execute()).map(
    ({ ends_on }) => new Date(ends_on as string | Date).getFullYear(),
  )
const letters = () => on.received.mails.filter(({ text }) => text.includes('arrivée à son terme'))

test('an identity ends with its document, or after the policy’s years where that is earlier', async () => {
  // The document lasts to 2031-05-01; five years from today are later or earlier.
  const policy = Number(legalDay(new Date()).slice(0, 4)) + on.service.identity.policy.accountYears
  expect(await endsOf()).toEqual(Array(2).fill(Math.min(policy, 2031)))
})

test('on its last day it is there, the day after it has ended; its holder is told once, and nobody else', async () => {
  await endOn(one, day(0))
  await runMaintenance(on.service.identity)
  expect(await one.phone.browser.call('device.read')).toMatchObject({ account: 'ACTIVE' })
  await endOn(one, day(-1))
  expect(await Promise.all([expireAccounts(on.service.identity), expireAccounts(on.service.identity)])).toContain(1)
  await runMaintenance(on.service.identity)
  expect(await one.phone.browser.call('device.read')).toMatchObject({ account: 'EXPIRED' })
  expect(await other.phone.browser.call('device.read')).toMatchObject({ account: 'ACTIVE' })
  await on.mailTo(one.person.declared.email)
  expect(letters().map(({ to }) => to)).toEqual([one.person.declared.email])
})

test.each([
  ['2027-01-15T22:59:59Z', 0],
  ['2027-01-15T23:00:00Z', 1],
])('the day is that of legal time: at %s, of those whose last day is 15 January, %i have ended', async (at, ended) => {
  await endOn(other, '2027-01-15')
  expect(await expireAccounts({ ...on.service.identity, now: () => new Date(at) })).toBe(ended)
})

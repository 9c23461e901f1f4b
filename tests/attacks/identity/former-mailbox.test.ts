import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EdgeTaken } from '../../../src/identity/database/tables.ts'
import { createBrowser } from '../../fixtures/identity/browser.ts'
import { becomeActive, type Person, type Phone } from '../../fixtures/identity/citizen.ts'
import { connectHub, type Hub } from '../../fixtures/identity/hub.ts'
import { askLogin } from '../../fixtures/identity/log-in.ts'
import { startIdentityOn, type IdentityOn } from '../../fixtures/identity/start-identity.ts'

let on: IdentityOn
let hub: Hub
let holder: { person: Person; phone: Phone }
let former: Phone
beforeAll(async () => {
  on = await startIdentityOn('PGlite')
  hub = await connectHub(on)
  former = (await becomeActive(on)).phone
  const { db } = on.service.identity
  const { account_id } = await db.selectFrom('identity.account').select('account_id').executeTakeFirstOrThrow()
  holder = await becomeActive(on)
  // The address was given to somebody else after the identity that had it ended.
  const { email_digest } = await db
    .selectFrom('identity.account')
    .select('email_digest')
    .where('account_id', '<>', account_id)
    .executeTakeFirstOrThrow()
  await db
    .updateTable('identity.account')
    .set({ email_digest, state: 'EXPIRED' as EdgeTaken })
    .where('account_id', '=', account_id)
    .execute()
})
afterAll(() => on?.stop())

test('whoever had an address before, and whose identity has ended, neither sees nor ends a login of who has it now', async () => {
  const page = createBrowser(on.origin)
  const { params } = await askLogin(hub.ask().url, page, holder.person.declared.email)
  const { pending } = await holder.phone.browser.call('pending.read')
  expect(pending).not.toBeNull()
  expect((await former.browser.call('pending.read')).pending).toBeNull()
  const leaving = new AbortController()
  const told = await former.browser.fetch('/citizen/api/device/events', { signal: leaving.signal })
  const first = new TextDecoder().decode((await told.body!.getReader().read()).value)
  leaving.abort()
  expect(first).toContain('"pending":null')
  const refused = await former.browser.fail('pending.refuse', { params: { login_id: pending!.login_id } })
  expect(refused.code).toBe('login_over')
  expect((await page.call('login.read', { params })).stage).toBe('waiting')
})

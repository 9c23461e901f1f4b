import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EdgeTaken } from '../../../src/identity/database/tables.ts'
import { createBrowser, refusalOf } from '../../fixtures/identity/browser.ts'
import {
  answer,
  apply,
  activationLink,
  codeIn,
  inventPerson,
  linkIn,
  prove,
  visit,
} from '../../fixtures/identity/citizen.ts'
import { createPasskey } from '../../fixtures/identity/passkey.ts'
import { startWithHolder, type HolderScene } from '../../fixtures/identity/holder-scene.ts'
import { askLogin } from '../../fixtures/identity/log-in.ts'
import { databases } from '../../fixtures/central-on.ts'

// Two or three things at the same moment, of which one ought to have come first.
const installed = databases.some(([name, there]) => name === 'PostgreSQL' && there)
let { on, hub, person, phone } = {} as HolderScene
beforeAll(async () => {
  if (installed) ({ on, hub, person, phone } = await startWithHolder('PostgreSQL'))
})
afterAll(() => on?.stop())

const reset = async () => {
  const { db } = on.service.identity
  const row = { state: 'ACTIVE' as EdgeTaken, state_reason: null, secret_from: null, wrong_secrets: 0, reset_tries: 0 }
  await db.updateTable('identity.account').set(row).execute()
  await db.deleteFrom('identity.login_request').execute()
}
const standing = () =>
  on.service.identity.db
    .selectFrom('identity.account')
    .select(['state', 'secret_from', 'wrong_secrets'])
    .executeTakeFirstOrThrow()

test.runIf(installed)(
  'approved while it is refused, suspended or its code replaced: in, or ended, and never both',
  async () => {
    const last_four = person.declared.documentNumber.slice(-4)
    const beside: Record<string, () => Promise<unknown>> = {
      refuse: async () => {
        const { pending } = await phone.browser.call('pending.read')
        return phone.browser.call('pending.refuse', { params: { login_id: pending!.login_id } })
      },
      suspend: () => phone.browser.call('holder.suspend'),
      forget: async () => phone.browser.call('secret.reset', { body: { last_four, ...(await prove(phone, 'reset')) } }),
      lock: () => on.service.identity.db.updateTable('identity.account').set({ wrong_secrets: 5 }).execute(),
    }
    for (const [name, deed] of Object.entries(beside))
      for (let round = 0; round < 4; round++) {
        await reset()
        const page = createBrowser(on.origin)
        const { params, number } = await askLogin(hub.ask().url, page, person.declared.email)
        const [answered, other] = await Promise.all([refusalOf(answer(phone, number!)), refusalOf(deed())])
        const { stage, continue_url } = await page.call('login.read', { params })
        const { state, secret_from } = await standing()
        const mayEnter = stage === 'approved' && state === 'ACTIVE' && secret_from === null
        const at =
          continue_url === null ? '' : (await page.follow(continue_url, (one) => one.startsWith(hub.redirectUri))).url
        expect(at.includes('code='), `${name}: ${answered}, ${other}, ${stage}, ${state}`).toBe(mayEnter)
        expect(stage === 'refused' && answered === 'done', name).toBe(false)
      }
    await reset()
  },
)

test.runIf(installed)(
  'one activation link in two browsers that both gave the code: one device, one of them told so',
  async () => {
    const other = inventPerson({ birthName: 'Double', givenNames: ['Ada'] })
    const { view } = await apply(on, other)
    await visit(on, view, other)
    const token = linkIn(await on.mailTo(other.declared.email, activationLink))
    const code = async () => codeIn(on.messageTo(other.declared.phone))
    const [one, two] = [createBrowser(on.origin), createBrowser(on.origin)]
    await one.call('activation.open', { body: { token } })
    await one.call('activation.code', { body: { code: await code() } })
    on.ahead(61_000)
    await two.call('activation.open', { body: { token } })
    await two.call('activation.code', { body: { code: await code() } })
    await Promise.all(
      [one, two].map((browser, i) => browser.call('activation.secret', { body: { secret: ['572916', '830274'][i]! } })),
    )
    const finish = async (browser: typeof one) => {
      const { passkey } = await browser.call('activation.challenge')
      const response = createPasskey(on.origin).create(passkey!)
      return refusalOf(browser.call('activation.device', { body: { kind: 'passkey', name: 'Téléphone', response } }))
    }
    const ended = await Promise.all([finish(one), finish(two)])
    expect(ended.filter((end) => end === 'done').length).toBeLessThanOrEqual(1)
    const { db } = on.service.identity
    const devices = await db
      .selectFrom('identity.device')
      .innerJoin('identity.account', 'identity.account.account_id', 'identity.device.account_id')
      .select('identity.device.device_id')
      .where('identity.account.activated_at', 'is not', null)
      .where('identity.device.revoked_at', 'is', null)
      .execute()
    // The holder's of this file, and one of theirs at most.
    expect(devices.length).toBe(1 + ended.filter((end) => end === 'done').length)
  },
)

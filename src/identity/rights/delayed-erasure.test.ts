import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases } from '../../../tests/fixtures/central-on.ts'
import { createBrowser } from '../../../tests/fixtures/identity/browser.ts'
import { linkIn, openDevice, prove } from '../../../tests/fixtures/identity/citizen.ts'
import { startWithHolder, type HolderScene } from '../../../tests/fixtures/identity/holder-scene.ts'
import { callJson } from '../../../tests/simulate/virtual-station.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import { textsIn } from '../../texts/texts-in.ts'
import { emailDigest } from '../keys/digests.ts'
import { runMaintenance } from '../maintenance.ts'

const dayMs = 24 * 3_600_000

describe.each(databases)('erasure of a suspended identity, on %s', (name, installed) => {
  let scene: HolderScene
  beforeAll(async () => {
    if (installed) scene = await startWithHolder(name)
  })
  afterAll(() => scene?.on.stop())

  test.runIf(installed)(
    'an identity that its holder suspended: erased a day later, with the document, unless somebody says no',
    async () => {
      const { on, person, phone } = scene
      const { db, keys } = on.service.identity
      const digest = () => emailDigest(keys(), person.declared.email)
      const account = () =>
        db.selectFrom('identity.account').select(['state', 'erase_at']).where('email_digest', '=', digest())
      const { email, phone: number, documentNumber } = person.declared
      const last_four = documentNumber.slice(-4)
      const state = async () => (await account().executeTakeFirst()) ?? null
      const ask = async (last: string | undefined) => ({
        body: { ...(await prove(phone, 'erase')), ...(last !== undefined && { last_four: last }) },
      })
      const minute = () => runMaintenance(on.service.identity)
      await phone.browser.call('holder.suspend')
      expect(await phone.browser.call('rights.read')).toMatchObject({ erasure: 'later', erases_at: null })
      // A thief has the device and has seen the code; without the document that is not enough.
      for (const wrong of [undefined, 'ZZZZ'])
        expect((await phone.browser.fail('rights.erase', await ask(wrong))).code).toBe('last_four_wrong')
      const wrongSecret = { ...(await prove(phone, 'erase', { secret: '111222' })), last_four }
      expect((await phone.browser.fail('rights.erase', { body: wrongSecret })).code).toBe('secret_wrong')
      expect((await state())!.erase_at).toBe(null)

      // A thief who has the document too: whoever is reached stops it, by mail without any device.
      const { erases_at } = await phone.browser.call('rights.erase', await ask(last_four))
      expect(Date.parse(erases_at!) - on.service.identity.now().getTime()).toBeGreaterThan(dayMs - 60_000)
      expect(on.messageTo(number)).toBe(textsIn('fr')('identity-mail:message.erasure_asked'))
      const token = linkIn(await on.mailTo(email, /effacement[^]*not-me#[\w-]{43}/))
      await minute()
      expect(await state(), 'not before its day').toMatchObject({ state: 'SUSPENDED' })
      await createBrowser(on.origin).call('objection.make', { body: { token } })
      expect(await state()).toEqual({ state: 'SUSPENDED', erase_at: null })

      // By the device as well.
      await phone.browser.call('rights.erase', await ask(last_four))
      await phone.browser.call('rights.keep')
      expect(await state()).toEqual({ state: 'SUSPENDED', erase_at: null })

      // Asked again, it goes on waiting; and central's doubt ends it.
      const first = await phone.browser.call('rights.erase', await ask(last_four))
      expect(await phone.browser.call('rights.erase', await ask(last_four))).toEqual(first)
      const doubt = (application_state: 'SUSPENDED' | 'APPROVED') =>
        db.updateTable('identity.account').set({ application_state }).where('email_digest', '=', digest()).execute()
      await doubt('SUSPENDED')
      on.ahead(dayMs)
      await minute()
      expect(await state()).toEqual({ state: 'SUSPENDED', erase_at: null })
      await openDevice(phone)
      expect((await phone.browser.call('rights.read')).erasure).toBe('elsewhere')
      expect((await phone.browser.fail('rights.erase', await ask(last_four))).code).toBe('account_inactive')
      // Until nobody can contest it any more.
      await callJson(on.station, 'GET', '/v1/config')
      on.ahead((defaultPolicy.retentionDays + 1) * dayMs)
      await openDevice(phone)
      expect((await phone.browser.call('rights.read')).erasure).toBe('later')

      await phone.browser.call('rights.erase', await ask(last_four))
      on.ahead(dayMs - 1_000)
      await minute()
      expect(await state()).toMatchObject({ state: 'SUSPENDED' })
      on.ahead(1_000)
      await minute()
      expect(await state()).toBe(null)
      expect((await phone.browser.fail('rights.read')).code).toBe('device_unknown')
      expect(await on.mailTo(email, /effac/)).toContain('effac')
    },
  )
})

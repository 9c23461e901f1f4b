import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases } from '../../../tests/fixtures/central-on.ts'
import { createBrowser } from '../../../tests/fixtures/identity/browser.ts'
import {
  becomeActive,
  openDevice,
  verifyAnew,
  type Person,
  type Phone,
} from '../../../tests/fixtures/identity/citizen.ts'
import { startWithHolder, type HolderScene } from '../../../tests/fixtures/identity/holder-scene.ts'
import { askLogin, logInAt } from '../../../tests/fixtures/identity/log-in.ts'
import { createPasskey } from '../../../tests/fixtures/identity/passkey.ts'
import { newToken, tokenHash } from '../keys/digests.ts'
import { runMaintenance } from '../maintenance.ts'

const dayMs = 24 * 3_600_000

describe.each(databases)('what a holder sees and ends, on %s', (name, installed) => {
  let { on, hub, person, phone } = {} as HolderScene
  let other: { person: Person; phone: Phone }
  beforeAll(async () => {
    if (!installed) return
    ;({ on, hub, person, phone } = await startWithHolder(name))
    other = await becomeActive(on)
  })
  afterAll(() => on?.stop())

  const pass = () => logInAt(hub, person, phone)
  const ask = async () => {
    await askLogin(hub.ask().url, createBrowser(on.origin), person.declared.email)
    return (await phone.browser.call('pending.read')).pending!
  }

  test.runIf(installed)(
    'the last logins, confirmed and refused, and who asked from where; nobody else reads them',
    async () => {
      await pass()
      const { login_id } = await ask()
      await phone.browser.call('pending.refuse', { params: { login_id } })
      const { logins, kept_days } = await phone.browser.call('holder.read')
      expect(logins.map(({ outcome }) => outcome)).toEqual(['refused', 'approved'])
      expect(logins[0]).toMatchObject({
        login_id,
        service: 'Service des impôts',
        hub: 'FranceConnect+ (essai)',
        from: { browser: 'Chrome', system: 'Linux', address: '127.0.0.•' },
        device: 'Téléphone',
      })
      const { db } = on.service.identity
      expect(JSON.stringify(await db.selectFrom('identity.login_history').selectAll().execute())).not.toMatch(
        /impôts|Linux/,
      )
      expect((await other.phone.browser.call('holder.read')).logins).toEqual([])
      const longAgo = new Date(Date.now() - (kept_days + 1) * dayMs)
      await db.updateTable('identity.login_history').set({ answered_at: longAgo }).execute()
      await runMaintenance(on.service.identity)
      expect(await db.selectFrom('identity.login_history').select('login_id').execute()).toEqual([])
    },
  )

  test.runIf(installed)('an open phone that has not proved its key lately shows none of it', async () => {
    const proved_at = new Date(Date.now() - 13 * 3_600_000)
    await on.service.identity.db.updateTable('identity.session').set({ proved_at }).execute()
    for (const call of ['holder.read', 'holder.suspend'] as const)
      expect(await phone.browser.fail(call)).toMatchObject({ code: 'device_proof_missing', status: 403 })
    await openDevice(phone)
    expect((await phone.browser.call('holder.read')).devices).toMatchObject([{ name: 'Téléphone', is_this: true }])
    expect((await createBrowser(on.origin).fail('holder.read')).code).toBe('device_unknown')
  })

  test.runIf(installed)('another device is taken away at once; not the one in hand, nor anybody else’s', async () => {
    const { db } = on.service.identity
    const [own] = (await phone.browser.call('holder.read')).devices
    const { account_id } = await db
      .selectFrom('identity.device')
      .select('account_id')
      .where('device_id', '=', own!.device_id)
      .executeTakeFirstOrThrow()
    const device_id = randomUUID()
    const more = { kind: 'passkey' as const, name: 'Tablette', public_key: 'x', credential_id: randomUUID() }
    await db
      .insertInto('identity.device')
      .values({ device_id, account_id, ...more, added_at: new Date() })
      .execute()
    const token = newToken()
    const times = { created_at: new Date(), expires_at: new Date(Date.now() + 400 * dayMs) }
    await db
      .insertInto('identity.session')
      .values({ token_hash: tokenHash(token), kind: 'device', subject_id: device_id, ...times })
      .execute()
    const onTablet = () =>
      fetch(`${on.origin}/citizen/api/device`, { headers: { cookie: `guichet-device=${token}` } }).then(
        ({ status }) => status,
      )
    expect(await onTablet()).toBe(200)
    const { devices } = await phone.browser.call('holder.revoke', { params: { device_id } })
    expect(devices.map(({ name: called }) => called)).toEqual(['Téléphone'])
    expect(await onTablet()).toBe(401)
    expect(await on.mailTo(person.declared.email, /Tablette/)).toContain('Tablette')
    const theirs = await other.phone.browser.call('device.read')
    for (const one of [device_id, own!.device_id, theirs.device_id])
      expect((await phone.browser.fail('holder.revoke', { params: { device_id: one } })).code).toBe('device_unknown')
    expect((await other.phone.browser.call('device.read')).account).toBe('ACTIVE')
  })

  test.runIf(installed)(
    '“it was not me” suspends at once, tells the holder, and only a new check brings the identity back',
    async () => {
      const { login_id, challenge } = await ask()
      await phone.browser.call('holder.suspend')
      const body = {
        number: '00',
        secret: phone.secret,
        proof: { kind: 'passkey' as const, response: phone.passkey.get(challenge.passkey!) },
      }
      expect((await phone.browser.fail('pending.answer', { params: { login_id }, body })).code).toBe('account_inactive')
      expect(await phone.browser.call('device.read')).toMatchObject({ account: 'SUSPENDED' })
      expect(await on.mailTo(person.declared.email, /suspendue/)).toContain('suspendue')
      expect((await phone.browser.fail('holder.suspend')).code).toBe('account_inactive')
      // Central still approves what it rests on: that does not undo what its holder said.
      await on.settle()
      expect(await phone.browser.call('device.read')).toMatchObject({ account: 'SUSPENDED' })
      // Nor does a doubt of central's that comes and goes.
      const { db } = on.service.identity
      for (const [from, to] of [
        ['APPROVED', 'SUSPENDED'],
        ['SUSPENDED', 'APPROVED'],
      ] as const) {
        await db.updateTable('application').set({ state: to }).where('state', '=', from).execute()
        await on.settle()
      }
      expect(await phone.browser.call('device.read')).toMatchObject({ account: 'SUSPENDED' })
      expect(await other.phone.browser.call('device.read')).toMatchObject({ account: 'ACTIVE' })
      ;({ person, phone } = await verifyAnew(on, person))
      await pass()
      expect((await phone.browser.call('holder.read')).logins[0]).toMatchObject({ outcome: 'approved' })
    },
  )

  test.runIf(installed)('a passkey of a device that was taken away opens nothing', async () => {
    const stranger = createPasskey(on.origin)
    const { challenge, passkey } = await phone.browser.call('device.challenge')
    const response = stranger.get(passkey!)
    const refused = await phone.browser.fail('device.open', {
      body: { challenge, proof: { kind: 'passkey', response } },
    })
    expect(refused.code).toBe('device_unknown')
  })
})

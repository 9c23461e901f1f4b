import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases } from '../../tests/fixtures/central-on.ts'
import { activate, apply, inventPerson, linkIn, visit } from '../../tests/fixtures/identity/citizen.ts'
import { startIdentityOn, type IdentityOn } from '../../tests/fixtures/identity/start-identity.ts'

describe.each(databases)('from the first word to an active identity on %s', (name, installed) => {
  let on: IdentityOn
  beforeAll(async () => {
    if (installed) on = await startIdentityOn(name)
  })
  afterAll(() => on?.stop())

  test.runIf(installed)('applied, verified at the counter, activated', async () => {
    const person = inventPerson()
    const { browser, view } = await apply(on, person)
    expect(view).toMatchObject({ standing: 'awaiting_visit', missing: [], declared: null, activation: 'none' })
    expect(view.reference).toMatch(/^\w{3}-\w{3}-\w{4}$/)
    expect(await on.mailTo(person.declared.email)).toContain(`${view.reference}.pdf`)
    await visit(on, view, person)
    expect(await browser.call('application.read')).toMatchObject({
      standing: 'accepted',
      activation: 'activation_pending',
    })
    const phone = await activate(on, person)
    expect(await phone.browser.call('device.read')).toMatchObject({
      account: 'ACTIVE',
      kind: 'passkey',
      reaches_substantial: true,
      given_name: 'Camille',
    })
    expect((await browser.call('application.read')).activation).toBe('active')
    expect(linkIn(on.received.mails.map(({ text }) => text).find((text) => text.includes('#'))!)).toHaveLength(43)
  })
})

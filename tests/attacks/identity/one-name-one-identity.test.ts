import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBrowser, refusalOf } from '../../fixtures/identity/browser.ts'
import {
  becomeActive,
  codeIn,
  fillIn,
  inventPerson,
  prove,
  type Person,
  type Phone,
} from '../../fixtures/identity/citizen.ts'
import { startIdentityOn, type IdentityOn } from '../../fixtures/identity/start-identity.ts'

// Who reads the same mailbox as somebody else: a name at the login page is one identity's, as long as that one is in use.
let on: IdentityOn
let holder: { person: Person; phone: Phone }
let sharer: typeof holder
beforeAll(async () => {
  on = await startIdentityOn('PGlite')
  holder = await becomeActive(on)
  sharer = await becomeActive(on, inventPerson({ birthName: 'Autre', givenNames: ['Lise'] }), '572916')
})
afterAll(() => on?.stop())

const address = () => holder.person.declared.email
const somebodyElse = (email: string) => inventPerson({ email, birthName: 'Partage', givenNames: ['Maud'] })

/** From the holder's mailbox to an application that could be sent. */
async function applyFrom(person: Person) {
  const browser = createBrowser(on.origin)
  on.ahead(61_000)
  await fillIn(on, person, browser)
  await browser.call('channel.choose', { body: { channel: 'counter', branch_id: null } })
  return browser
}

async function takeAddress({ browser, ...phone }: Phone, email: string): Promise<string> {
  on.ahead(61_000)
  await browser.call('contact.give', { body: { kind: 'email', value: email } })
  const code = codeIn(await on.mailTo(email, /code est/))
  const proof = await prove({ browser, ...phone }, 'contact')
  return refusalOf(browser.call('contact.confirm', { body: { kind: 'email', code, ...proof } }))
}

test('an identity that is in use is begun anew from its own mailbox: a lost telephone, another document', async () => {
  on.ahead(61_000)
  const browser = createBrowser(on.origin)
  const email = address()
  await browser.call('email.give', { body: { email, language: 'fr' } })
  const { standing } = await browser.call('email.confirm', {
    body: { email, code: codeIn(await on.mailTo(email, /code est/)) },
  })
  expect(standing).toBe('accepted')
  expect(await browser.call('application.renew')).toMatchObject({ standing: 'draft', email })
})

test('whoever shares the mailbox gets no identity under the same name, and the holder themselves may be verified anew', async () => {
  const other = await applyFrom(somebodyElse(address()))
  expect(await refusalOf(other.call('application.submit'))).toBe('address_in_use')
  const own = await applyFrom({ ...holder.person, declared: { ...holder.person.declared } })
  expect(await own.call('application.submit')).toMatchObject({ standing: 'awaiting_visit' })
  await own.call('application.cancel')
})

test('nor takes it from a device of their own, while an identity or somebody’s application has it', async () => {
  expect(await takeAddress(sharer.phone, address())).toBe('address_in_use')
  const applicant = inventPerson({ birthName: 'Attente', givenNames: ['Ines'] })
  const waiting = await applyFrom(applicant)
  await waiting.call('application.submit')
  expect(await takeAddress(sharer.phone, applicant.declared.email)).toBe('address_in_use')
  await waiting.call('application.cancel')
  expect(await takeAddress(sharer.phone, applicant.declared.email)).toBe('done')
})

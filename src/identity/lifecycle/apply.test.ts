import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createBrowser } from '../../../tests/fixtures/identity/browser.ts'
import { apply, becomeActive, codeIn, inventPerson, linkIn, visit } from '../../../tests/fixtures/identity/citizen.ts'
import { createPasskey } from '../../../tests/fixtures/identity/passkey.ts'
import { applicationHeader } from '../../contract/identity/endpoints.ts'
import { sentToAPhoneADay } from './sent-to.ts'
import { startIdentityOn, type IdentityOn } from '../../../tests/fixtures/identity/start-identity.ts'

describe('applying and activating, off the straight way', () => {
  let on: IdentityOn
  beforeAll(async () => void (on = await startIdentityOn('PGlite')))
  afterAll(() => on?.stop())

  test('refused at the counter: told why, contested or begun anew, and no identity', async () => {
    const person = inventPerson()
    const { browser, view } = await apply(on, person)
    await visit(on, view, person, { outcome: 'refused', reasons: ['document_expired'] })
    const refused = await browser.call('application.read')
    expect(refused).toMatchObject({
      standing: 'not_accepted',
      reasons: ['document_expired'],
      activation: 'none',
      contest_until: expect.any(String),
    })
    expect(await on.mailTo(person.declared.email, /conteste/)).toContain('conteste')
    // R22: what was refused is not edited.
    const save = await browser.fail('application.save', { body: { declared: { birthName: 'Autre' } } })
    expect(save).toMatchObject({ code: 'application_conflict', status: 409 })
    const { due_at } = await browser.call('application.contest', { body: { words: 'Mon document est valide.' } })
    expect((await browser.call('application.read')).contest_due).toBe(due_at)
    const anew = await browser.call('application.renew')
    expect(anew).toMatchObject({ standing: 'draft', email: person.declared.email, phone: null, consent: null })
    expect(anew.missing).toContain('document')
    expect((await browser.fail('application.resend_activation')).code).toBe('account_inactive')
  })

  test('taken up again on another device by the code alone', async () => {
    const person = inventPerson()
    const { email } = person.declared
    const first = createBrowser(on.origin)
    await first.call('email.give', { body: { email, language: 'fr' } })
    await first.call('email.confirm', { body: { email, code: codeIn(await on.mailTo(email)) } })
    await first.call('application.save', { body: { declared: { birthName: 'Durand', givenNames: ['Ana', 'Lise'] } } })
    const second = createBrowser(on.origin)
    expect((await second.fail('application.read')).code).toBe('citizen_session_missing')
    on.ahead(61_000)
    const loud = email.replace(/^[^@]+/, (local) => local.toUpperCase())
    await second.call('email.give', { body: { email: loud, language: 'fr' } })
    const code = codeIn(await on.mailTo(loud))
    const view = await second.call('email.confirm', { body: { email, code } })
    expect(view.declared).toMatchObject({ birthName: 'Durand', givenNames: ['Ana', 'Lise'] })
    // Used once.
    expect((await second.fail('email.confirm', { body: { email, code } })).code).toBe('code_expired')
  })

  test('a page that was left open changes nothing of an application that another tab has opened since', async () => {
    const [ana, bob] = [inventPerson(), inventPerson()]
    const browser = createBrowser(on.origin)
    const begin = async ({ declared: { email } }: typeof ana) => {
      await browser.call('email.give', { body: { email, language: 'fr' } })
      return browser.call('email.confirm', { body: { email, code: codeIn(await on.mailTo(email)) } })
    }
    const { created_at: hers } = await begin(ana)
    const { created_at: his } = await begin(bob)
    const save = (shown: string) => ({
      body: { declared: { birthName: 'Ana' } },
      headers: { [applicationHeader]: shown },
    })
    expect(await browser.fail('application.save', save(hers))).toMatchObject({
      code: 'application_conflict',
      status: 409,
    })
    expect((await browser.call('application.read')).declared).not.toHaveProperty('birthName')
    expect((await browser.call('application.save', save(his))).declared).toMatchObject({ birthName: 'Ana' })
  })

  test('a code is tried five times, and a new one comes a minute later at the earliest', async () => {
    const email = inventPerson().declared.email
    const browser = createBrowser(on.origin)
    await browser.call('email.give', { body: { email, language: 'en' } })
    const right = codeIn(await on.mailTo(email))
    const wrong = right === '000000' ? '000001' : '000000'
    for (const left of [4, 3, 2, 1, 0])
      expect(await browser.fail('email.confirm', { body: { email, code: wrong } })).toMatchObject({
        ...{ code: 'code_wrong', attempts_left: left },
      })
    expect((await browser.fail('email.confirm', { body: { email, code: right } })).code).toBe('code_expired')
    const soon = await browser.fail('email.give', { body: { email, language: 'en' } })
    expect(soon).toMatchObject({ code: 'code_limit', status: 429 })
    expect(soon.wait_seconds).toBeLessThanOrEqual(60)
  })

  test('what is wrong is told field by field, without what was in it', async () => {
    const email = inventPerson().declared.email
    const browser = createBrowser(on.origin)
    await browser.call('email.give', { body: { email, language: 'fr' } })
    await browser.call('email.confirm', { body: { email, code: codeIn(await on.mailTo(email)) } })
    const underage = await browser.fail('application.save', { body: { declared: { birthDate: '2020-01-01' } } })
    expect(underage).toMatchObject({
      code: 'declaration_invalid',
      problems: [{ field: 'birthDate', code: 'underage' }],
    })
    const foreign = { lines: ['1 rue X'], postcode: '1000', city: 'Bruxelles', country: 'BEL' }
    const abroad = await browser.fail('application.save', { body: { declared: { address: foreign } } })
    expect(abroad.problems).toEqual([{ field: 'address.country', code: 'country_not_french' }])
    const phone = await browser.fail('phone.give', { body: { phone: '+32 470 12 34 56' } })
    expect(phone.problems).toEqual([{ field: 'phone', code: 'phone_country' }])
    expect((await browser.fail('application.submit')).code).toBe('agreement_missing')
  })

  test('an answer to another page’s request is refused: origin, header, both', async () => {
    const url = `${on.origin}/citizen/api/session/end`
    const send = (headers: Record<string, string>) =>
      fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: '{}' })
    expect((await send({ origin: on.origin, 'x-guichet': 'citizen' })).status).toBe(200)
    expect((await send({ origin: on.origin })).status).toBe(403)
    expect((await send({ 'x-guichet': 'citizen' })).status).toBe(403)
    expect((await send({ origin: 'https://evil.example', 'x-guichet': 'citizen' })).status).toBe(403)
  })

  test('an activation takes its steps in order, and refuses codes that others try first', async () => {
    const person = inventPerson()
    const { view } = await apply(on, person)
    await visit(on, view, person)
    const token = linkIn(await on.mailTo(person.declared.email, /#/))
    const browser = createBrowser(on.origin)
    expect((await browser.fail('activation.read')).code).toBe('activation_link_invalid')
    const none = { body: { token: 'A'.repeat(43) } }
    expect((await browser.fail('activation.open', none)).code).toBe('activation_link_invalid')
    expect(await browser.call('activation.open', { body: { token } })).toMatchObject({
      step: 'code',
      phone_ends: person.declared.phone.slice(-2),
      attempts_left: 5,
    })
    expect((await browser.fail('activation.secret', { body: { secret: '830274' } })).code).toBe('activation_incomplete')
    const code = codeIn(on.messageTo(person.declared.phone))
    await browser.call('activation.code', { body: { code } })
    for (const secret of ['123456', '000000', '987654', '121212', '120490', '901204', '199004', code])
      expect((await browser.fail('activation.secret', { body: { secret } })).code, secret).toBe('secret_trivial')
    expect((await browser.fail('activation.challenge')).code).toBe('activation_incomplete')
    expect((await browser.call('activation.secret', { body: { secret: '830274' } })).step).toBe('device')
    await browser.call('activation.challenge')
    const forged = createPasskey(on.origin).create({ challenge: Buffer.alloc(32).toString('base64url') })
    const given = { kind: 'passkey' as const, name: 'Téléphone', response: forged }
    expect((await browser.fail('activation.device', { body: given })).code).toBe('device_proof_invalid')
  })

  test('the link alone goes no further in another browser, whatever the holder has confirmed in theirs', async () => {
    const person = inventPerson()
    const { view } = await apply(on, person)
    await visit(on, view, person)
    const token = linkIn(await on.mailTo(person.declared.email, /#/))
    const [holder, thief] = [createBrowser(on.origin), createBrowser(on.origin)]
    for (const browser of [thief, holder]) await browser.call('activation.open', { body: { token } })
    await holder.call('activation.code', { body: { code: codeIn(on.messageTo(person.declared.phone)) } })
    const incomplete = { code: 'activation_incomplete' }
    expect((await thief.call('activation.read')).step).toBe('code')
    expect(await thief.fail('activation.secret', { body: { secret: '830274' } })).toMatchObject(incomplete)
    await holder.call('activation.secret', { body: { secret: '724915' } })
    expect(await thief.fail('activation.secret', { body: { secret: '830274' } })).toMatchObject(incomplete)
    expect(await thief.fail('activation.challenge')).toMatchObject(incomplete)
    const { challenge } = await holder.call('activation.challenge')
    const response = createPasskey(on.origin).create({ challenge })
    const device = { body: { kind: 'passkey' as const, name: 'Téléphone', response } }
    expect(await thief.fail('activation.device', device)).toMatchObject(incomplete)
    expect((await holder.call('activation.read')).step).toBe('device')
  })

  test('nothing that names a person, and no code, stands in the identity’s tables in clear', async () => {
    const { person, phone } = await becomeActive(on)
    const { db } = on.service.identity
    const tables = ['session', 'code', 'applicant', 'account', 'activation', 'device', 'login_request', 'key'] as const
    const rows = await Promise.all(tables.map((table) => db.selectFrom(`identity.${table}`).selectAll().execute()))
    const text = JSON.stringify(rows)
    const { email, phone: number, birthName, documentNumber } = person.declared
    for (const secret of [
      email,
      number,
      number.slice(3),
      birthName,
      documentNumber,
      documentNumber.slice(-4),
      phone.secret,
    ])
      expect(text.includes(secret), secret).toBe(false)
  })

  // The last here: a day later the kiosk's login has run out.
  test('no number gets more than ten codes a day, however many applications ask for them; another number does', async () => {
    const { phone } = inventPerson().declared
    const begin = async () => {
      const { email } = inventPerson().declared
      const browser = createBrowser(on.origin)
      await browser.call('email.give', { body: { email, language: 'fr' } })
      await browser.call('email.confirm', { body: { email, code: codeIn(await on.mailTo(email)) } })
      return browser
    }
    for (let sent = 0; sent < sentToAPhoneADay; sent++) await (await begin()).call('phone.give', { body: { phone } })
    const late = await begin()
    // Written otherwise, it is the same number.
    const spaced = phone.replace(/(\d\d)(?=\d)/g, '$1 ')
    const refused = await late.fail('phone.give', { body: { phone: spaced } })
    expect(refused).toMatchObject({ code: 'code_limit', status: 429 })
    expect(refused.wait_seconds).toBeGreaterThan(23 * 3600)
    on.ahead(61_000)
    await late.call('phone.give', { body: { phone: inventPerson().declared.phone } })
    on.ahead(24 * 3_600_000)
    await (await begin()).call('phone.give', { body: { phone } })
  })
})

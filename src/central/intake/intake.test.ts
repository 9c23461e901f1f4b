import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { callApi, registerClient, type VirtualClient } from '../../../tests/fixtures/virtual-client.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import { sampleAddressBook } from './address-book.ts'
import { expireApplications } from './close-application.ts'
import {
  applicationEvents,
  ApplicationState,
  isClosed,
  nextState,
  statusOfState,
  type ApplicationEvent,
} from './state.ts'
import { validateDeclaration } from './validate.ts'

const { declared } = testApplication()
const entry = {
  declared,
  channel: 'counter',
  branch_id: null,
  language: 'fr',
  opened_by: null,
  applicant_person_id: null,
}

describe.each(databases)('applications through the API on %s', (name, installed) => {
  let running: CentralOn
  let client: VirtualClient
  let aheadMs = 0
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name, { now: () => new Date(Date.now() + aheadMs) })
    client = await registerClient(running.central, 'citizens-web')
  })
  afterAll(() => running?.stop())

  const put = (id: string, more: object = {}) =>
    callApi(client, 'PUT', `/api/v1/applications/${id}`, { ...entry, ...more })
  const post = (id: string, what: string, body?: object) =>
    callApi(client, 'POST', `/api/v1/applications/${id}/${what}`, body)
  const confirm = (id: string, contact: string) => post(id, 'confirm', { contact })
  async function awaiting(): Promise<string> {
    const id = randomUUID()
    await put(id)
    await confirm(id, 'email')
    await confirm(id, 'phone')
    return id
  }

  test.runIf(installed)('go from draft to visit by what is said and confirmed, saved at each step', async () => {
    const id = randomUUID()
    const first = await put(id, { declared: { birthName: 'Durand' }, channel: null })
    expect([first.status, first.body.state, first.body.reference]).toEqual([201, 'DRAFT', null])
    const mailed = await put(id, { declared: { email: declared.email, phone: declared.phone }, channel: null })
    expect([mailed.status, mailed.body.state]).toEqual([200, 'EMAIL_PENDING'])
    expect((await confirm(id, 'phone')).body.code).toBe('application_email_unconfirmed')
    expect((await confirm(id, 'email')).body.state).toBe('PHONE_PENDING')
    expect((await confirm(id, 'phone')).body.state, 'confirmed, but not all is declared').toBe('PHONE_PENDING')
    expect((await put(id, { channel: null })).body.state).toBe('DECLARED')
    const ready = (await put(id)).body
    expect(ready.state).toBe('AWAITING_PROOFING')
    expect(ready.reference).toMatch(/^\w{3}-\w{3}-\w{4}$/)
    expect((await callApi(client, 'GET', `/api/v1/applications?reference=${ready.reference}`)).body).toEqual(ready)
    expect((await put(id)).status, 'the same again').toBe(200)
    const other = { declared: { ...declared, birthName: 'Autre' } }
    expect((await put(id, other)).body.code).toBe('application_conflict')
  })

  test.runIf(installed)('a changed e-mail or phone is confirmed anew', async () => {
    const id = randomUUID()
    await put(id, { channel: null })
    await confirm(id, 'email')
    await confirm(id, 'phone')
    const changed = await put(id, { channel: null, declared: { ...declared, email: 'other@example.org' } })
    expect(changed.body).toMatchObject({ state: 'EMAIL_PENDING', email_confirmed: false, phone_confirmed: true })
  })

  test.runIf(installed)('what cannot be is refused by field and reason, and nothing of it is told', async () => {
    const wrong = {
      ...declared,
      phone: '+44 7911 123456',
      email: 'x@y',
      address: { ...declared.address, postcode: '00000', city: 'Atlantis' },
    }
    const reply = await put(randomUUID(), { declared: wrong })
    expect([reply.status, reply.body.code]).toEqual([422, 'declaration_invalid'])
    expect(reply.body.detail).toBe('phone: phone_country; email: email_invalid; address.city: postcode_city')
    const { central } = running
    const application = testApplication({ declared: { ...declared, phone: 'not a phone' } })
    await expect(central.addApplication(application)).rejects.toMatchObject({ code: 'declaration_invalid' })
  })

  test.runIf(installed)('one that was verified is not opened by adding it again', async () => {
    const application = testApplication()
    await running.central.addApplication(application)
    await running.central.db
      .updateTable('application')
      .set({ state: 'APPROVED' })
      .where('application_id', '=', application.applicationId)
      .execute()
    await running.central.addApplication(application)
    const changed = { ...application, declared: { ...declared, birthName: 'Autre' } }
    await expect(running.central.addApplication(changed)).rejects.toMatchObject({ code: 'application_conflict' })
    expect((await put(application.applicationId)).body.code).toBe('application_already_verified')
    const { applicationId } = application
    expect((await callApi(client, 'GET', `/api/v1/applications/${applicationId}`)).body.state).toBe('APPROVED')
  })

  test.runIf(installed)('a place where face to face is not possible now is not to be chosen (R17)', async () => {
    const branch = { name: 'Brest Siam', time_zone: 'Europe/Paris', commune: '29019', postcode: '29200' }
    const save = (closed_from: string | null) =>
      callApi(client, 'PUT', '/api/v1/branches/brest-siam', { ...branch, closed_from, closed_until: null })
    await save(new Date(Date.now() - 1000).toISOString())
    expect((await put(randomUUID(), { branch_id: 'brest-siam' })).body.code).toBe('branch_unavailable')
    expect((await put(randomUUID(), { branch_id: 'nowhere' })).body.code).toBe('branch_unavailable')
    await save(null)
    expect((await put(randomUUID(), { branch_id: 'brest-siam' })).status).toBe(201)
  })

  test.runIf(installed)('cancelled by the citizen, nothing more happens to it', async () => {
    const id = await awaiting()
    expect((await post(id, 'cancel')).body.state).toBe('CANCELLED')
    for (const again of [post(id, 'cancel'), put(id), confirm(id, 'email')]) {
      expect((await again).body.code).toBe('application_cancelled')
    }
    expect((await post(randomUUID(), 'cancel')).body.code).toBe('application_unknown')
    expect((await post(randomUUID(), 'recall')).body.code).toBe('not_found')
  })

  test.runIf(installed)('nothing that was declared can be read in the database', async () => {
    const id = await awaiting()
    const row = await running.central.db
      .selectFrom('application')
      .selectAll()
      .where('application_id', '=', id)
      .executeTakeFirstOrThrow()
    expect(row.declared).toBeNull()
    expect(JSON.stringify(row)).not.toContain(declared.birthName)
  })

  test.runIf(installed)('end when their time is over: an unconfirmed e-mail after the policy’s days', async () => {
    const [unconfirmed, waiting] = [randomUUID(), await awaiting()]
    await put(unconfirmed)
    const stateOf = async (id: string) =>
      (
        await running.central.db
          .selectFrom('application')
          .select('state')
          .where('application_id', '=', id)
          .executeTakeFirstOrThrow()
      ).state
    const expire = () => expireApplications({ db: running.central.db, now: () => new Date(Date.now() + aheadMs) })
    aheadMs = (defaultPolicy.emailConfirmDays * 24 - 1) * 3_600_000
    await expire()
    expect(await stateOf(unconfirmed)).toBe('EMAIL_PENDING')
    aheadMs += 2 * 3_600_000
    await expire()
    expect([await stateOf(unconfirmed), await stateOf(waiting)]).toEqual(['EXPIRED', 'AWAITING_PROOFING'])
    aheadMs = (defaultPolicy.applicationDays + defaultPolicy.maxDaysWithoutContact) * 24 * 3_600_000 + 1000
    await expire()
    expect(await stateOf(waiting)).toBe('EXPIRED')
    const letters = await running.central.db.selectFrom('mail').select(['application_id', 'kind']).execute()
    expect(letters).toContainEqual({ application_id: waiting, kind: 'expired' })
    expect(letters.map((row) => row.application_id)).not.toContain(unconfirmed)
    aheadMs = 0
  })
})

describe('the table of states', () => {
  const events = Object.keys(applicationEvents) as ApplicationEvent[]

  test('nothing leads out of a closed application but its reopening, suspension, recall', () => {
    const out = ApplicationState.options
      .filter(isClosed)
      .flatMap((state) =>
        events
          .filter((event) => nextState(state, event) !== null && event !== 'recalled')
          .map((event) => [state, event]),
      )
    expect(out).toEqual([
      ['APPROVED', 'suspended'],
      ['REJECTED', 'reopened'],
    ])
  })

  test('an approval needs a visit that was awaited', () => {
    const from = ApplicationState.options.filter((state) => nextState(state, 'approved') !== null)
    expect(from).toEqual(['AWAITING_PROOFING', 'MANUAL_REVIEW', 'SUSPENDED'])
    expect(statusOfState.SUSPENDED).toBe('open')
  })
})

describe('a declaration', () => {
  const around = { policy: defaultPolicy, addressBook: sampleAddressBook(), today: '2026-11-28' }
  const address = (more: object) => ({ address: { ...declared.address, ...more } })
  const born = (name: string, inseeCode: string | null, country: string | null) => ({
    birthPlace: { name, inseeCode, country },
  })
  const hiddenSigns = [
    ['a NUL', '\u0000'],
    ['half a pair', '\ud800'],
    ['an escape', '\u001b[31m'],
    ['a change of direction', '\u202e'],
    ['nothing to see', '\u200b'],
    ['a line separator', '\u2028'],
    ['no character', '\ufffe'],
    ['a private sign', '\ue000'],
  ] as const
  test.each<[string, object, string[]]>([
    ['a good one', {}, []],
    ['a mobile of Réunion', { phone: '+262 692 12 34 56' }, []],
    ['of Nouméa', { phone: '+687 75 12 34' }, []],
    ['of Papeete', { phone: '+689 87 12 34 56' }, []],
    ['as dialled at home', { phone: '06 12 34 56 78' }, []],
    ['a British phone', { phone: '+44 7911 123456' }, ['phone: phone_country']],
    ['no phone', { phone: 'not a phone' }, ['phone: phone_invalid']],
    ['a number that nobody has', { phone: '+33 0 00 00 00 00' }, ['phone: phone_invalid']],
    ['a premium number', { phone: '+33 899 12 34 56' }, ['phone: phone_kind']],
    ['no domain', { email: 'x@y' }, ['email: email_invalid']],
    ['two at signs', { email: 'a@b@example.org' }, ['email: email_invalid']],
    ['nowhere', address({ postcode: '00000', city: 'Atlantis' }), ['address.city: postcode_city']],
    ['the wrong town', address({ postcode: '29200', city: 'Lyon' }), ['address.city: postcode_city']],
    ['abroad', address({ country: 'BEL' }), ['address.country: country_not_french']],
    ['spelt as on an envelope', address({ postcode: '97400', city: 'ST DENIS' }), []],
    ['a former commune', address({ postcode: '59160', city: 'Lomme' }), []],
    ['Nouméa', address({ postcode: '98800', city: 'Nouméa' }), []],
    ['born nowhere', born('Atlantis', null, 'FRA'), ['birthPlace.name: commune_unknown']],
    ['a code of no department', born('Lyon', '99999', 'FRA'), ['birthPlace.inseeCode: commune_unknown']],
    ['a department that is none', born('Lyon', '00123', 'FRA'), ['birthPlace.inseeCode: commune_unknown']],
    ['born in Corsica', born('Ajaccio', '2A004', 'FRA'), []],
    ['born abroad', born('Dakar', '99341', 'SEN'), []],
    ['in no country', born('Dakar', null, 'ZZZ'), ['birthPlace.country: country_unknown']],
    ['of no nationality', { nationality: 'QQQ', documentType: 'residence_permit' }, ['nationality: country_unknown']],
    ['a minor', { birthDate: '2010-01-01' }, ['birthDate: underage']],
    ['adult today', { birthDate: '2008-11-28' }, []],
    ['adult tomorrow', { birthDate: '2008-11-29' }, ['birthDate: underage']],
    ['no such day', { birthDate: '1990-02-30' }, ['birthDate: date_impossible']],
    ['a foreign passport', { nationality: 'BEL' }, ['documentType: document_nationality']],
    ['a Frenchman with a permit', { documentType: 'residence_permit' }, ['documentType: document_nationality']],
    ['a short number', { documentNumber: '12AB' }, ['documentNumber: number_form']],
    ['a digit in a name', { birthName: 'R2D2' }, ['birthName: malformed']],
    ['a name that hides a sign', { birthName: 'Du\u200brand' }, ['birthName: malformed']],
    ['a name of two lines', { birthName: 'Du\nrand' }, ['birthName: malformed']],
    ['a heap of marks', { birthName: `a${'\u0301'.repeat(40)}` }, ['birthName: malformed']],
    ['letters of two marks', { birthName: 'Nguye\u0302\u0303n' }, []],
    ...hiddenSigns.flatMap(([what, sign]) => [
      [`a birth place with ${what}`, born(`Gand${sign}`, null, 'BEL'), ['birthPlace.name: malformed']] as [
        string,
        object,
        string[],
      ],
      [`an address with ${what}`, address({ lines: ['1 rue de la Poste', sign] }), ['address.lines: malformed']] as [
        string,
        object,
        string[],
      ],
    ]),
    [
      'the apostrophes and dashes that telephones type',
      { birthName: '‘Ata‘ata', givenNames: ['Marie‐Ange', 'Zoé–Anne'] },
      [],
    ],
    ['a name of signs alone', { birthName: '’-’' }, ['birthName: malformed']],
    ['born in Algeria when it was France', { ...born('Philippeville', null, 'FRA'), birthDate: '1962-07-02' }, []],
    [
      'born in Algeria, by its code, when it was France',
      { ...born('Alger', '99352', 'FRA'), birthDate: '1955-01-01' },
      [],
    ],
    [
      'born there afterwards',
      { ...born('Philippeville', null, 'FRA'), birthDate: '1962-07-03' },
      ['birthPlace.name: commune_unknown'],
    ],
    [
      'born in another country, by its code, before',
      { ...born('Tunis', '99351', 'FRA'), birthDate: '1955-01-01' },
      ['birthPlace.inseeCode: commune_unknown'],
    ],
    ['an honest hyphen', { birthName: "L'Hôte-d'Œuvre" }, []],
  ])('%s', async (_what, change, expected) => {
    const problems = await validateDeclaration({ ...declared, ...change }, around)
    expect(problems.map(({ field, code }) => `${field}: ${code}`)).toEqual(expected)
  })

  test('names what is missing, or passes it over while it is being filled in', async () => {
    const { phone: _phone, ...rest } = declared
    expect(await validateDeclaration(rest, around)).toEqual([{ field: 'phone', code: 'missing' }])
    expect(await validateDeclaration(rest, around, 'partial')).toEqual([])
  })

  test('an address that a complete base does not find is refused, one of the sample’s is not asked for', async () => {
    const book = { isComplete: true, search: sampleAddressBook().search }
    const lines = (text: string) => ({ ...declared, address: { ...declared.address, lines: [text] } })
    expect(await validateDeclaration(lines('1 rue de la Poste'), { ...around, addressBook: book })).toEqual([])
    expect(await validateDeclaration(lines('99 chemin inventé'), { ...around, addressBook: book })).toEqual([
      { field: 'address.lines', code: 'address_unknown' },
    ])
  })
})

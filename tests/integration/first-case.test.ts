import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf, pin, soon } from '../fixtures/journey.ts'
import { databases, startCentralOn, type CentralOn } from '../fixtures/central-on.ts'
import { trainedUntil } from '../fixtures/people.ts'
import { startTestStation, type TestStation } from '../fixtures/test-station.ts'
import { endingOf, readableThumbprint } from '../../src/contract/readable-thumbprint.ts'

/** From a central that knows nobody to people at work, in production, by what central gives and nothing else. */
describe.each(databases)('a kiosk begins in production, on %s', (name, installed) => {
  let running: CentralOn
  let kiosk: TestStation
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name)
    kiosk = await startTestStation({ environment: 'production', centralUrl: running.central.url })
  })
  afterAll(async () => {
    await kiosk?.stop()
    await running?.stop()
  })
  const setup = async () => (await kiosk.ask('status.get', {})).setup
  const until = (wanted: string) => soon(async () => expect(await setup()).toBe(wanted))
  const login = (operatorId: string) => kiosk.ask('operator.login', { operatorId, pin })
  const enrol = (operatorId: string, code: string, chosen = pin) =>
    kiosk.ask('operator.enrol', { operatorId, code, pin: chosen, language: 'fr' })
  async function addPerson(personId: string, role: 'clerk' | 'manager') {
    await running.central.addPerson({ personId, displayName: personId, role, trainedUntil })
  }
  const stationId = async () => (await kiosk.ask('status.get', {})).stationId!

  test.runIf(installed)('nobody makes themselves a manager, and no code of another kind counts', async () => {
    expect(await setup()).toBe('registration_needed')
    const first = { operatorId: 'mallory', displayName: 'M', pin, language: 'fr' as const }
    expect(await codeOf(kiosk.ask('setup.createManager', first))).toBe('operator_by_central')
    expect(await codeOf(kiosk.ask('station.register', { code: 'AAAA-AAAA-AAAA' }))).toBe('station_code_invalid')
  })

  test.runIf(installed)('central is believed by the key that the code names, not because of the line', async () => {
    await addPerson('marie', 'manager')
    const code = await running.central.issueStationCode('Brest Siam', 'marie')
    const forged = code.slice(0, 14) + '-' + 'ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ'
    expect(await codeOf(kiosk.ask('station.register', { code: forged }))).toBe('central_key_differs')
    expect((await kiosk.ask('status.get', {})).setup).not.toBe('ready')
    // The same kiosk with the true code: its registration was lost on the way, it may come again.
    const { thumbprint, state } = await kiosk.ask('station.register', { code: code.toLowerCase().replace(/-/g, ' ') })
    expect(state).toBe('pending')
    expect(await setup()).toBe('activation_pending')
    const shown = (await kiosk.ask('status.get', {})).thumbprint
    expect(shown).toBe(readableThumbprint(thumbprint))
    expect(shown!.endsWith(endingOf(thumbprint))).toBe(true)
    await running.central.activateStation(await stationId(), thumbprint)
    await until('enrolment_needed')
  })

  test.runIf(installed)('the named manager makes a PIN by a code of their own, once', async () => {
    expect(await codeOf(enrol('marie', 'AAAA-AAAA-AAAA'))).toBe('operator_code_invalid')
    const code = await running.central.issuePersonCode('marie')
    expect(await codeOf(enrol('marie', code, '123456'))).toBe('pin_too_weak')
    expect(await codeOf(enrol('MARIE', code))).toBe('operator_invalid')
    expect((await enrol('marie', code)).role).toBe('manager')
    expect(await setup()).toBe('ready')
    expect(await codeOf(enrol('marie', code, '604281'))).toBe('operator_code_invalid')
    await login('marie')
  })

  test.runIf(installed)('a manager adds nobody and opens nobody’s key; central adds, the person enrols', async () => {
    const person = { operatorId: 'anne', displayName: 'Anne', role: 'clerk' as const, trainedOn: '2026-10-01' }
    expect(await codeOf(kiosk.ask('operator.create', { ...person, pin, language: 'fr' }))).toBe('operator_by_central')
    expect(await codeOf(kiosk.ask('operator.update', { ...person, operatorId: 'marie' }))).toBe('operator_by_central')
    expect(await codeOf(kiosk.ask('operator.resetPin', { operatorId: 'marie', pin }))).toBe('operator_by_central')
    await addPerson('anne', 'clerk')
    const code = await running.central.issuePersonCode('anne')
    expect(await codeOf(enrol('anne', code)), 'not at this kiosk').toBe('operator_not_on_roster')
    await running.central.assignPerson(await stationId(), 'anne')
    expect((await enrol('anne', code)).role).toBe('clerk')
    expect((await login('anne')).displayName).toBe('anne')
  })

  test.runIf(installed)('a forgotten PIN needs a new code; the key before is gone, here and at central', async () => {
    const keys = () =>
      running.central.db.selectFrom('key_owner').selectAll().where('person_id', '=', 'anne').orderBy('since').execute()
    await enrol('anne', await running.central.issuePersonCode('anne'), '604281')
    expect(await codeOf(login('anne'))).toBe('operator_unknown_or_wrong_pin')
    await kiosk.ask('operator.login', { operatorId: 'anne', pin: '604281' })
    expect((await keys()).map((one) => one.valid_until === null)).toEqual([false, true])
  })

  test.runIf(installed)('who is revoked or sent elsewhere is out with the next roster', async () => {
    await login('marie')
    await running.central.unassignPerson(await stationId(), 'anne')
    // It comes with the configuration, or, sooner, with what central answers to a key.
    await enrol('marie', await running.central.issuePersonCode('marie'))
    const anne = (await kiosk.ask('operator.list', {})).find((one) => one.operatorId === 'anne')!
    expect(anne.revokedAt).not.toBeNull()
    expect(await codeOf(kiosk.ask('operator.login', { operatorId: 'anne', pin: '604281' }))).toBe('operator_revoked')
  })
})

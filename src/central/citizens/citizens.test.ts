import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pino } from 'pino'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { callApi, registerClient, type VirtualClient } from '../../../tests/fixtures/virtual-client.ts'
import { putPacket, sealNext } from '../../../tests/simulate/virtual-packet.ts'
import { callJson, type VirtualStation } from '../../../tests/simulate/virtual-station.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import { createContestAlarm } from '../intake/open-contests.ts'
import { readCommand, runCommand, usageOf } from '../operations/command.ts'
import { citizenCommands } from '../operations/citizen-commands.ts'

const dayMs = 24 * 3_600_000
const token = 'anne:0123456789abcdef0123456789abcdef'

describe.each(databases)('what a citizen may ask for, on %s', (name, installed) => {
  let running: CentralOn
  let station: VirtualStation
  let web: VirtualClient
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name, { adminToken: token })
    station = await activeStation(running.central)
    web = await registerClient(running.central, 'citizens-web')
  })
  afterAll(() => running?.stop())

  async function decided(outcome: 'approved' | 'refused') {
    const application = testApplication()
    await running.central.addApplication(application)
    await callJson(station, 'POST', '/v1/applications/lookup', {
      reference: application.reference,
      operator_id: 'clerk-1',
    })
    const sealed = await sealNext(
      station,
      application,
      outcome === 'refused' ? { outcome, reasons: ['document_expired'] } : {},
    )
    expect((await putPacket(station, sealed)).status).toBe(202)
    await running.central.settled()
    return application
  }
  const contest = ({ applicationId }: { applicationId: string }, words: string) =>
    callApi(web, 'POST', `/api/v1/applications/${applicationId}/contest`, { words })
  const command = async (...argv: string[]) => {
    const found = readCommand(citizenCommands, argv)
    return found === null ? null : (await runCommand(running.central, found)).join('\n')
  }
  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: { code?: string }) => error.code,
    )
  const lettersOf = async ({ applicationId }: { applicationId: string }) =>
    (
      await running.central.db
        .selectFrom('mail')
        .select('kind')
        .where('application_id', '=', applicationId)
        .orderBy('created_at')
        .execute()
    ).map(({ kind }) => kind)
  const stateOf = async ({ applicationId }: { applicationId: string }) =>
    (
      await running.central.db
        .selectFrom('application')
        .select('state')
        .where('application_id', '=', applicationId)
        .executeTakeFirstOrThrow()
    ).state

  /** The administrator's page, as a browser with its cookie has it. */
  async function admin() {
    const login = await fetch(`${running.central.url}/admin/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ token: token.split(':')[1]! }),
    })
    const cookie = login.headers.get('set-cookie')!.split(';')[0]!
    const page = async (path: string) => (await fetch(running.central.url + path, { headers: { cookie } })).text()
    const csrf = /name="csrf" value="([^"]+)"/.exec(await page('/admin'))![1]!
    const post = (path: string, form: Record<string, string>) =>
      fetch(running.central.url + path, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ csrf, ...form }),
      })
    return { page, post }
  }

  test.runIf(installed)(
    'a contest reaches a person, who answers by a button; the citizen hears both times',
    async () => {
      const [stands, again] = [await decided('refused'), await decided('refused')]
      const { body } = await contest(stands, 'Mon passeport <b>était</b> valable.')
      expect(Math.round((Date.parse(body.due_at) - Date.now()) / dayMs)).toBe(defaultPolicy.contestAnswerDays)
      await contest(again, 'Je reviens avec un autre titre.')
      const { page, post } = await admin()
      const list = await page('/admin/contests')
      expect(list).toContain(stands.reference)
      expect(list).toContain('Mon passeport &lt;b&gt;')
      const answer = async ({ applicationId }: { applicationId: string }, given: string) =>
        (await post(`/admin/contests/${applicationId}/answer`, { answer: given })).headers.get('location')
      expect(await answer(stands, 'upheld')).toBe('/admin/contests?done=1')
      expect(await answer(stands, 'upheld'), 'answered').toBe('/admin/contests?failed=not_found')
      expect(await answer(again, 'second_visit')).toBe('/admin/contests?done=1')
      expect([await stateOf(stands), await stateOf(again)]).toEqual(['REJECTED', 'AWAITING_PROOFING'])
      expect(await lettersOf(stands)).toEqual(['not_accepted', 'contest_received', 'contest_upheld'])
      expect((await lettersOf(again)).at(-1)).toBe('second_visit')
      expect(await page('/admin/contests')).not.toContain(stands.reference)
    },
  )

  test.runIf(installed)('who waits longer than was promised is an alarm: log, overview, list', async () => {
    const late = await decided('refused')
    await contest(late, 'Personne ne répond.')
    const said: string[] = []
    let aheadMs = 0
    const log = pino({ base: null }, { write: (line: string) => void said.push(line) })
    const alarm = createContestAlarm({ db: running.central.db, now: () => new Date(Date.now() + aheadMs), log })
    await alarm()
    expect(said).toEqual([])
    aheadMs = (defaultPolicy.contestAnswerDays + 1) * dayMs
    await alarm()
    await alarm()
    expect(said, 'once an hour').toHaveLength(1)
    expect(said[0]).toContain('"level":50')
    await running.central.db
      .updateTable('contest')
      .set({ due_at: new Date(Date.now() - 1000) })
      .where('application_id', '=', late.applicationId)
      .execute()
    const { page } = await admin()
    expect(await page('/admin')).toContain('class="notice bad"')
    expect(await command('contest:list', '--by', 'anne')).toMatch(new RegExp(`${late.reference}.*LATE.*Personne`))
    expect(await command('contest:answer', late.reference, 'upheld', '--by', 'anne')).toContain('upheld')
    expect(await page('/admin')).not.toContain('class="notice bad"')
  })

  test.runIf(installed)('access: all that is held, and who looked; the looking is written down', async () => {
    const application = await decided('approved')
    expect(await command('citizen:access', application.reference), 'by nobody').toBe(null)
    const { page } = await admin()
    for (const list of ['search', 'packets']) await page(`/admin/${list}?q=${application.reference}`)
    const record = JSON.parse((await command('citizen:access', application.reference, '--by', 'anne'))!)
    expect(record.application.declared).toMatchObject({ birthName: application.declared.birthName })
    expect(record.verifications[0]).toMatchObject({ outcome: 'approved', state: 'APPROVED' })
    expect(record.verifications[0].said.identity).toBeTruthy()
    expect(record.letters.map(({ kind }: { kind: string }) => kind)).toEqual(['accepted'])
    expect(record.looked_at).toContainEqual(expect.objectContaining({ by: 'clerk', purpose: 'lookup', seen: true }))
    expect(record.looked_at).toContainEqual(expect.objectContaining({ by: 'administration', purpose: 'access' }))
    const searches = record.looked_at.filter(({ purpose }: { purpose: string }) => purpose === 'search')
    expect(searches, 'whatever list was searched for it').toHaveLength(2)
    // Whoever works here is told by office alone.
    expect(JSON.stringify(record)).not.toMatch(/clerk-1|"anne"/)
    expect(await codeOf(command('citizen:access', testApplication().reference, '--by', 'anne'))).toBe(
      'application_unknown',
    )
  })

  test.runIf(installed)('erasure: at once, not while somebody has to answer, and nothing is left to read', async () => {
    const application = await decided('refused')
    await contest(application, 'Je conteste.')
    const erase = () => command('citizen:erase', application.reference, '--by', 'anne')
    expect(await codeOf(erase())).toBe('forbidden')
    await command('contest:answer', application.reference, 'upheld', '--by', 'anne')
    expect(await erase()).toContain('erased')
    const record = await command('citizen:access', application.reference, '--by', 'anne')
    for (const word of [
      application.declared.birthName,
      application.declared.email,
      'Je conteste',
      application.declared.documentNumber,
    ])
      expect(record).not.toContain(word)
    const open = testApplication()
    await running.central.addApplication(open)
    await command('citizen:erase', open.reference, '--by', 'anne')
    expect(await stateOf(open)).toBe('CANCELLED')
    const audit = await running.central.db
      .selectFrom('audit')
      .select(['actor', 'result'])
      .where('action', '=', 'citizen.erase')
      .where('subject', '=', application.reference)
      .orderBy('at')
      .execute()
    expect(audit).toEqual([
      { actor: 'anne', result: 'forbidden' },
      { actor: 'anne', result: 'done' },
    ])
  })
})

test('a command line that lacks something does nothing, and the usage names every command', () => {
  for (const argv of [
    [],
    ['nothing'],
    ['citizen:erase'],
    ['citizen:erase', 'A', 'B', '--by', 'anne'],
    ['citizen:erase', 'A', '--for', 'anne'],
    ['toString'],
  ])
    expect(readCommand(citizenCommands, argv)).toBe(null)
  for (const one of Object.keys(citizenCommands)) expect(usageOf(citizenCommands)).toContain(one)
})

import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { admit } from '../../../tests/fixtures/people.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { callApi, registerClient } from '../../../tests/fixtures/virtual-client.ts'
import { putPacket, sealNext } from '../../../tests/simulate/virtual-packet.ts'
import { callJson, makeKeyPair, type VirtualStation } from '../../../tests/simulate/virtual-station.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import { loadKeys } from '../keys/central-keys.ts'
import { listAffected, suspendAffected } from '../recall/recall.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { queueLetter } from './outbox.ts'
import { openPostOffice, type PostOffice } from './post-office.ts'

describe.each(databases)('letters, duplicates, recall, look-ups, policy on %s', (name, installed) => {
  let running: CentralOn
  let station: VirtualStation
  let smtp: SMTPServer
  let office: PostOffice
  let aheadMs = 0
  const metrics = createMetrics(async () => [])
  let refuseWith: number | null = null
  const inbox: { from: string; to: string; text: string }[] = []
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name)
    station = await activeStation(running.central)
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onRcptTo: (_address, _session, done) =>
        refuseWith === null ? done() : done(Object.assign(new Error('refused'), { responseCode: refuseWith })),
      onData(stream, { envelope }, done) {
        let text = ''
        stream.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')))
        stream.on('end', () => {
          const { mailFrom, rcptTo } = envelope
          inbox.push({ from: (mailFrom as { address: string }).address, to: rcptTo[0]!.address, text })
          done()
        })
      },
    })
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve))
    const { port } = smtp.server.address() as AddressInfo
    const keys = await loadKeys(running.central.db, { online: null, authority: null }, new Date())
    const core = {
      ...{ db: running.central.db, keys: () => keys, log: pino({ level: 'silent' }) },
      now: () => new Date(Date.now() + aheadMs),
      metrics,
    }
    const settings = { smtpUrl: `smtp://127.0.0.1:${port}`, from: 'identite@example.fr', contestAt: 'www.example.fr' }
    office = openPostOffice(core, settings)
  })
  afterAll(async () => {
    office?.close()
    await new Promise<void>((resolve) => (smtp ? smtp.close(() => resolve()) : resolve()))
    await running?.stop()
  })

  async function decided(change: Parameters<typeof sealNext>[2] = {}, application = testApplication()) {
    await running.central.addApplication(application)
    const sealed = await sealNext(station, application, change)
    expect((await putPacket(station, sealed)).status).toBe(202)
    await running.central.settled()
    return { application, sealed }
  }
  const lettersOf = (id: string) =>
    running.central.db.selectFrom('mail').selectAll().where('application_id', '=', id).orderBy('created_at').execute()
  const stateOf = async (id: string) =>
    (
      await running.central.db
        .selectFrom('application')
        .select('state')
        .where('application_id', '=', id)
        .executeTakeFirstOrThrow()
    ).state

  test.runIf(installed)(
    'a letter of another service lies sealed, is sent as it was written, and is gone then',
    async () => {
      const { db } = running.central
      const keys = await loadKeys(db, { online: null, authority: null }, new Date())
      const letter = {
        ...{ to: 'paul.secret@example.org', subject: 'Votre code', text: 'Votre code : 271828', html: '<p>271828</p>' },
        attachments: [{ filename: 'demande.pdf', contentType: 'application/pdf', base64: 'JVBERi0=' }],
      }
      const subjectId = randomUUID()
      await queueLetter(db, { keys: () => keys }, { subjectId, letter, at: new Date() })
      const [waiting] = await lettersOf(subjectId)
      expect(JSON.stringify(waiting)).not.toMatch(/secret|271828/)
      await office.deliver()
      const sent = inbox.find(({ to }) => to === letter.to)
      expect(sent?.text).toContain('271828')
      expect(sent?.text).toContain('demande.pdf')
      expect(await lettersOf(subjectId)).toMatchObject([{ state: 'sent', letter: null }])
    },
  )

  test.runIf(installed)(
    'the citizen hears of the decision: reference and nothing else, reason, remedy, how to contest',
    async () => {
      const { application } = await decided({ outcome: 'refused', reasons: ['document_expired'] })
      await office.deliver()
      const { declared, reference } = application
      const letter = inbox.find(({ to, text }) => to === declared.email && text.includes(reference))!
      const [{ mail_id, state } = { mail_id: '', state: '' }] = await lettersOf(application.applicationId)
      expect([state, letter.from]).toEqual(['sent', `identite+${mail_id}@example.fr`])
      expect(letter.text).toMatch(/text\/plain[^]*text\/html/)
      expect(letter.text).toContain(`<${mail_id}@example.fr>`)
      expect(letter.text).not.toContain(declared.birthName)
      expect(letter.text).not.toContain(declared.documentNumber)
      await office.deliver()
      expect(
        inbox.filter(({ text }) => text.includes(reference)),
        'once',
      ).toHaveLength(1)
    },
  )

  test.runIf(installed)(
    'a refusal for good is a bounce, what passes is tried again, a late bounce is told',
    async () => {
      refuseWith = 451
      const { application } = await decided()
      await office.deliver()
      const now = async () => (await lettersOf(application.applicationId))[0]!
      expect(await now()).toMatchObject({ state: 'due', attempts: 1, last_answer: '451' })
      refuseWith = null
      expect(await office.deliver(), 'not yet').toBe(0)
      aheadMs = 120_000
      await office.deliver()
      expect((await now()).state).toBe('sent')
      const client = await registerClient(running.central, 'mail-system')
      const bounce = { mail_id: (await now()).mail_id, status: '5.1.1' }
      expect((await callApi(client, 'POST', '/api/v1/mail/bounces', bounce)).status).toBe(204)
      expect(await now()).toMatchObject({ state: 'bounced', last_answer: '5.1.1' })
      refuseWith = 550
      const other = await decided()
      await office.deliver()
      expect((await lettersOf(other.application.applicationId))[0]).toMatchObject({
        state: 'bounced',
        last_answer: '550',
      })
      for (const [state, count] of Object.entries({ postponed: 1, bounced: 1 }))
        expect(await metrics.write()).toContain(`guichet_mails_total{state="${state}"} ${count}\n`)
      refuseWith = null
    },
  )

  test.runIf(installed)('one document or one person in two applications is looked at before approval', async () => {
    const first = testApplication()
    const sameDocument = testApplication()
    sameDocument.declared.documentNumber = first.declared.documentNumber
    first.declared.documentNumber = ` ${first.declared.documentNumber.toLowerCase()}`
    await running.central.addApplication(first)
    const samePerson = testApplication()
    samePerson.declared.birthName = first.declared.birthName.toUpperCase()
    const reasons = async (application: typeof first) => {
      const { sealed } = await decided({}, application)
      const reply = await callJson(station, 'POST', '/v1/packets/status', { packet_ids: [sealed.packetId] })
      return [reply.body.packets[0].state, ...reply.body.packets[0].reasons]
    }
    expect(await reasons(sameDocument)).toEqual(['MANUAL_REVIEW', 'duplicate_document'])
    expect(await reasons(samePerson)).toEqual(['MANUAL_REVIEW', 'duplicate_person'])
    expect(await stateOf(samePerson.applicationId)).toBe('MANUAL_REVIEW')
  })

  test.runIf(installed)('a recall lists and suspends what rests on somebody, and tells the citizens', async () => {
    const since = new Date()
    const { application } = await decided()
    const distrusted = { kind: 'operator', name: 'clerk-1', since } as const
    const { db } = running.central
    expect((await listAffected(db, distrusted)).map((one) => one.reference)).toEqual([application.reference])
    expect(await listAffected(db, { ...distrusted, name: 'clerk-2' })).toEqual([])
    expect(await suspendAffected({ db, now: () => new Date() }, distrusted, 'anne')).toBe(1)
    expect(await stateOf(application.applicationId)).toBe('SUSPENDED')
    expect((await lettersOf(application.applicationId)).map(({ kind }) => kind)).toEqual(['accepted', 'suspended'])
    expect(await suspendAffected({ db, now: () => new Date() }, distrusted, 'anne')).toBe(0)
  })

  test.runIf(installed)('a policy needs two people, whatever their clients are called', async () => {
    const { central } = running
    const anne = await registerClient(central, 'anne-desk', ['policy:propose', 'policy:approve'], 'anne')
    const tablet = await registerClient(central, 'anne-tablet', ['policy:approve'], 'anne')
    const bruno = await registerClient(central, 'bruno-desk', ['policy:approve'], 'bruno')
    const next = {
      ...defaultPolicy,
      version: 2,
      lookupMissesPerHour: 3,
      lookupsPerPersonHour: 8,
      lookupsPerStationHour: 9,
    }
    const skipped = await callApi(anne, 'POST', '/api/v1/policy/proposals', { ...next, version: 7 })
    expect(skipped.body.code).toBe('policy_conflict')
    const { proposal_id } = (await callApi(anne, 'POST', '/api/v1/policy/proposals', next)).body
    const approve = (client: typeof anne) => callApi(client, 'POST', `/api/v1/policy/proposals/${proposal_id}/approve`)
    expect((await approve(anne)).body.code).toBe('policy_conflict')
    expect((await approve(tablet)).body.code).toBe('policy_conflict')
    expect((await approve(bruno)).body.version).toBe(2)
    expect((await approve(bruno)).body.code).toBe('policy_conflict')
  })

  test.runIf(installed)(
    'who looks up what does not exist is stopped, and keeps nobody else of the office from it',
    async () => {
      const ask = async (operator_id: string) => {
        const { reference } = testApplication()
        return (await callJson(station, 'POST', '/v1/applications/lookup', { reference, operator_id })).body.code
      }
      const askTimes = async (operatorId: string, times: number) => {
        const codes: string[] = []
        for (let i = 0; i < times; i++) codes.push(await ask(operatorId))
        return codes
      }
      const answered = (found: number, refused: number) => [
        ...Array<string>(found).fill('application_unknown'),
        ...Array<string>(refused).fill('lookup_limit'),
      ]
      for (const colleague of ['clerk-2', 'clerk-3', 'clerk-4'])
        await admit(running.central, station, colleague, { key: await makeKeyPair() })
      expect(await askTimes('clerk-1', 14)).toEqual(answered(3, 11))
      expect(await askTimes('clerk-2', 5), 'a colleague is heard').toEqual(answered(3, 2))
      expect(await askTimes('clerk-3', 4), 'and another').toEqual(answered(3, 1))
      expect(await ask('clerk-4'), 'the kiosk has had its hour').toBe('lookup_limit')
      const { db } = running.central
      const alarms = await db
        .selectFrom('alarm')
        .select(['kind', 'operator_id'])
        .orderBy('kind')
        .orderBy('operator_id')
        .execute()
      expect(alarms.map(({ kind, operator_id }) => `${kind} ${operator_id}`)).toEqual([
        'lookup_misses clerk-1',
        'lookup_misses clerk-2',
        'lookup_misses clerk-3',
        'lookup_station_limit ',
      ])
    },
  )

  test.runIf(installed)('visits and lost documents come through the API', async () => {
    const client = await registerClient(running.central, 'scheduling')
    const application = testApplication({ channel: 'home' })
    await running.central.addApplication(application)
    const visit = randomUUID()
    const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
    const body = {
      application_id: application.applicationId,
      person_id: 'postman-1',
      starts_at: at(1),
      ends_at: at(2),
      note: null,
    }
    const put = (more: object = {}) => callApi(client, 'PUT', `/api/v1/visits/${visit}`, { ...body, ...more })
    expect((await put()).status).toBe(204)
    expect((await put({ starts_at: at(3) })).body.code).toBe('request_invalid')
    expect((await put({ application_id: randomUUID() })).body.code).toBe('application_unknown')
    expect((await callApi(client, 'DELETE', `/api/v1/visits/${visit}`)).status).toBe(204)
    expect((await callApi(client, 'DELETE', `/api/v1/visits/${visit}`)).body.code).toBe('appointment_unknown')
    const { documentNumber } = application.declared
    const document = { document_type: 'passport', document_number: documentNumber }
    expect((await callApi(client, 'POST', '/api/v1/documents/lost', document)).status).toBe(204)
    expect((await callApi(client, 'POST', '/api/v1/documents/found', document)).status).toBe(204)
    expect((await callApi(client, 'POST', '/api/v1/documents/found', document)).body.code).toBe('not_found')
  })
})

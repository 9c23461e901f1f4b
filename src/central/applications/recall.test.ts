import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { admit } from '../../../tests/fixtures/people.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { callJson, freshNonce, makeKeyPair, type VirtualStation } from '../../../tests/simulate/virtual-station.ts'
import type { Application } from '../../contract/application.ts'
import { EventsAnswer } from '../../contract/protocol/central-events.ts'
import { AppointmentsAnswer } from '../../contract/protocol/look-ups.ts'
import { forgetHolders } from './holders.ts'

const hourMs = 3_600_000

describe.each(databases)('a recall on %s', (name, installed) => {
  let running: CentralOn
  let [here, elsewhere]: VirtualStation[] = []
  let aheadMs = 0

  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name, { now: () => new Date(Date.now() + aheadMs) })
    here = await activeStation(running.central)
    elsewhere = await activeStation(running.central)
  })
  afterAll(() => running?.stop())

  async function file(more: Partial<Application> = {}): Promise<Application> {
    const application = testApplication(more)
    await running.central.addApplication(application)
    return application
  }
  const lookUp = (station: VirtualStation, { reference }: Application) =>
    callJson(station, 'POST', '/v1/applications/lookup', { reference, operator_id: 'clerk-1' })
  const recall = ({ applicationId }: Application) => running.central.recallApplication(applicationId)

  async function recallsHeard(station: VirtualStation): Promise<string[]> {
    const { events } = EventsAnswer.parse((await callJson(station, 'GET', '/v1/events?limit=500')).body)
    return events.flatMap((event) => (event.type === 'application_recalled' ? [event.reference] : []))
  }

  test.runIf(installed)('is told to every station that looked the application up, and to no other', async () => {
    const [seen, unseen] = [await file(), await file()]
    expect((await lookUp(here!, seen)).status).toBe(200)
    await recall(seen)
    await recall(unseen)
    expect(await recallsHeard(here!)).toEqual([seen.reference])
    expect(await recallsHeard(elsewhere!)).toEqual([])
    await lookUp(elsewhere!, unseen)
    expect((await lookUp(elsewhere!, unseen)).body.code).toBe('application_cancelled')
  })

  test.runIf(installed)('is told to the tablet that took the visit along', async () => {
    const visited = await file({ channel: 'home' })
    const startsAt = new Date().toISOString()
    const visit = {
      applicationId: visited.applicationId,
      operatorId: 'postman-1',
      startsAt,
      endsAt: startsAt,
      note: null,
    }
    await running.central.addAppointment(visit)
    await admit(running.central, here!, 'postman-1', { role: 'postman', key: await makeKeyPair() })
    const { body } = await callJson(here!, 'GET', '/v1/appointments?operator_id=postman-1')
    expect(AppointmentsAnswer.parse(body).items).toHaveLength(1)
    await recall(visited)
    expect(await recallsHeard(here!)).toContain(visited.reference)
    expect(await recallsHeard(elsewhere!)).not.toContain(visited.reference)
  })

  test.runIf(installed)('is not told where no draft of it can be left, and that is forgotten', async () => {
    const old = await file({ expiresAt: '2099-01-01T00:00:00.000Z' })
    const holders = () => running.central.db.selectFrom('application_holder').selectAll().execute()
    await lookUp(here!, old)
    aheadMs += 47 * hourMs
    await forgetHolders(running.central.db, new Date(Date.now() + aheadMs))
    expect((await holders()).map((row) => row.application_id)).toContain(old.applicationId)
    aheadMs += 2 * hourMs
    await recall(old)
    Object.assign(here!, { token: null, nonce: await freshNonce(running.central.url) })
    expect(await recallsHeard(here!)).not.toContain(old.reference)
    await forgetHolders(running.central.db, new Date(Date.now() + aheadMs + 48 * hourMs))
    expect(await holders()).toEqual([])
  })

  test.runIf(installed)('that meets a lookup is told, or the lookup is refused', async () => {
    for (let round = 0; round < 25; round++) {
      const application = await file({ expiresAt: '2099-01-01T00:00:00.000Z' })
      const [reply] = await Promise.all([lookUp(here!, application), recall(application)])
      const told = (await recallsHeard(here!)).includes(application.reference)
      expect(told || reply.body.code === 'application_cancelled').toBe(true)
    }
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { putPacket, sealNext } from '../../../tests/simulate/virtual-packet.ts'
import { defaultPolicy } from '../../contract/policy.ts'

describe.each(databases)('the first visits of a clerk, on %s', (name, installed) => {
  let running: CentralOn
  const policy = { ...defaultPolicy, version: 2, newClerkVisits: 7, newClerkEvery: 3 }
  beforeAll(async () => {
    if (!installed) return
    // The lot itself draws nobody.
    running = await startCentralOn(name, { draw: () => 0.99 })
    await running.central.setPolicy(policy)
  })
  afterAll(() => running?.stop())

  test.runIf(installed)('every third of seven is looked at, and none after', async () => {
    const station = await activeStation(running.central)
    const looked: boolean[] = []
    for (let i = 0; i < 10; i++) {
      const application = testApplication()
      await running.central.addApplication(application)
      const { packetId, ...sealed } = await sealNext(station, application)
      expect((await putPacket(station, { packetId, ...sealed })).status).toBe(202)
      await running.central.settled()
      const row = await running.central.db
        .selectFrom('packet')
        .select(['state', 'reasons'])
        .where('packet_id', '=', packetId)
        .executeTakeFirstOrThrow()
      looked.push(row.state === 'MANUAL_REVIEW')
      if (row.state === 'MANUAL_REVIEW') expect(row.reasons).toEqual(['random_sample'])
    }
    const turns = looked.flatMap((isLooked, i) => (isLooked ? [i] : []))
    expect(turns.length).toBeGreaterThanOrEqual(2)
    expect(turns).toEqual(turns.map((_, i) => turns[0]! + 3 * i))
    expect(turns.at(-1)).toBeLessThan(7)
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { putPacket, sealNext } from '../../../tests/simulate/virtual-packet.ts'
import type { VirtualStation } from '../../../tests/simulate/virtual-station.ts'
import type { VisitCourse } from '../../contract/course.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import type { PacketPayload } from '../../contract/protocol/packet.ts'
import { localDay } from '../../enrolment/local-day.ts'
import { contestDecision } from '../intake/contest.ts'
import { loadKeys } from '../keys/central-keys.ts'
import { eraseApplication } from '../retention/erase.ts'
import { readChipAtlas } from './chip-atlas.ts'
import { readFairness } from './fairness.ts'
import { forgetFigures } from './forget-figures.ts'
import { mondayOf, quarterOf } from './periods.ts'
import { readFigures, readSteps } from './read-figures.ts'

const dayMs = 24 * 3_600_000
const whole: VisitCourse = {
  steps: [
    { step: 'application', seconds: 30 },
    { step: 'document', seconds: 40 },
    { step: 'chip', seconds: 20 },
    { step: 'comparison', seconds: 30 },
    { step: 'inspection', seconds: 60 },
    { step: 'person', seconds: 40 },
    { step: 'decision', seconds: 20 },
  ],
  faults: [],
  reader: 'Model A',
}
const troubled: VisitCourse = { ...whole, faults: [{ code: 'chip_timeout', times: 3 }], reader: 'Model B' }
const leftAtChip: VisitCourse = { ...whole, steps: [...whole.steps.slice(0, 3), whole.steps[6]!] }

describe.each(databases)('how good the checks are, on %s', (name, installed) => {
  let running: CentralOn
  let central: Pick<CentralOn['central'], 'db'>
  const today = localDay(new Date(), 'Europe/Paris')
  const period = { from: mondayOf(today), to: mondayOf(today), branch: null }
  const ids: Record<string, string> = {}

  async function visit(station: VirtualStation, more: Partial<PacketPayload>): Promise<string> {
    const application = testApplication()
    await running.central.addApplication(application)
    const sealed = await sealNext(station, application, more)
    expect((await putPacket(station, sealed)).status).toBe(202)
    return application.applicationId
  }
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name)
    central = running.central
    const [brest, lyon] = [await activeStation(running.central, 'Brest'), await activeStation(running.central, 'Lyon')]
    ids['approved'] = await visit(brest, { course: whole })
    await visit(brest, { course: troubled })
    ids['refused'] = await visit(brest, { course: whole, outcome: 'refused', reasons: ['document_expired'] })
    await visit(brest, { course: leftAtChip, outcome: 'cancelled', reasons: ['citizen_left'] })
    // A station of before says nothing of how it went.
    await visit(lyon, {})
    await running.central.settled()
  })
  afterAll(() => running?.stop())

  test.runIf(installed)('by branch: outcomes, right the first time, minutes, what was repeated', async () => {
    const [brest, lyon] = await readFigures(central, 'branch', period)
    expect(brest).toMatchObject({
      ...{ name: 'Brest', visits: 4, approved: 2, refused: 1, cannotTell: 0, abandoned: 1 },
      ...{ firstTimeRight: 1, reversed: 0, contested: 0, releases: 0, retries: 3, meanSeconds: (3 * 240 + 110) / 4 },
    })
    expect(brest!.meanDecisionSeconds).toBeGreaterThanOrEqual(0)
    expect(lyon).toMatchObject({ name: 'Lyon', visits: 1, firstTimeRight: 1, meanSeconds: null })
    expect(await readFigures(central, 'week', { ...period, branch: 'Brest' })).toMatchObject([
      { name: period.from, visits: 4 },
    ])
  })

  test.runIf(installed)('by operator and by document', async () => {
    expect(await readFigures(central, 'operator', period)).toMatchObject([{ name: 'clerk-1', visits: 5 }])
    expect(await readFigures(central, 'document', period)).toMatchObject([{ name: 'passport', visits: 5 }])
  })

  test.runIf(installed)('step by step: by central’s own judgement, and where it was broken off', async () => {
    const of = Object.fromEntries(
      (await readSteps(central, { ...period, branch: 'Brest' })).map((row) => [row.step, row]),
    )
    expect(of['document']).toMatchObject({ passed: 3, failed: 1, abandoned: 0, meanSeconds: 40 })
    expect(of['chip']).toMatchObject({ passed: 3, failed: 0, abandoned: 1, meanSeconds: 20 })
    expect(of['person']).toMatchObject({ passed: 3, failed: 0, cannot_tell: 0, abandoned: 0 })
  })

  test.runIf(installed)('where chips fail: by reader and series', async () => {
    const atlas = await readChipAtlas(central, period)
    // The expired document is of an older series; of a station of before no reader is known.
    expect(atlas.map(({ reader, visits }) => `${reader} ${visits}`).sort()).toEqual([
      ...['Model A 1', 'Model A 2', 'Model B 1'],
    ])
    expect(atlas.find(({ reader }) => reader === 'Model B')!.faults).toEqual([['chip_timeout', 3]])
    expect(atlas[0]!.series).toMatch(/^FRA passport 20\d\d$/)
  })

  test.runIf(installed)('a contest counts with its visit', async () => {
    const keys = await loadKeys(central.db, { online: null, authority: null }, new Date())
    const core = { db: central.db, keys: () => keys, now: () => new Date() }
    await contestDecision(core as never, ids['refused']!, 'It is valid')
    expect(await readFigures(central, 'branch', { ...period, branch: 'Brest' })).toMatchObject([{ contested: 1 }])
  })

  test.runIf(installed)(
    'an erased visit still counts in its quarter, and its age stands beside no packet',
    async () => {
      const keys = await loadKeys(central.db, { online: null, authority: null }, new Date())
      const core = { db: central.db, keys: () => keys, now: () => new Date() }
      await eraseApplication(core, ids['approved']!, new Date())
      const left = await central.db
        .selectFrom('visit_figure')
        .innerJoin('packet', (join) =>
          join
            .onRef('packet.station_id', '=', 'visit_figure.station_id')
            .onRef('packet.packet_id', '=', 'visit_figure.packet_id'),
        )
        .select('age_band')
        .where('application_id', '=', ids['approved']!)
        .executeTakeFirstOrThrow()
      expect(left.age_band).toBeNull()
      const counted = await central.db.selectFrom('fairness_count').selectAll().execute()
      expect(counted).toMatchObject([{ document: 'passport', age_band: '25-39', visits: 1, refused: 0, timed: 1 }])
      await eraseApplication(core, ids['approved']!, new Date())
      expect(await central.db.selectFrom('fairness_count').select('visits').execute(), 'once').toEqual([{ visits: 1 }])
      // Four people: nothing of them shows.
      const { documents, cells } = await readFairness(central, quarterOf(today))
      expect(documents).toEqual(['passport'])
      expect(cells.flat().every((cell) => cell === null)).toBe(true)
    },
  )

  test.runIf(installed)('operators leave the figures after the policy’s months', async () => {
    const later = (months: number) => ({ db: central.db, now: () => new Date(Date.now() + months * 31 * dayMs) })
    await forgetFigures(later(defaultPolicy.clerkFigureMonths - 1), defaultPolicy)
    expect(await readFigures(central, 'operator', period)).toHaveLength(1)
    await forgetFigures(later(defaultPolicy.clerkFigureMonths + 1), defaultPolicy)
    expect(await readFigures(central, 'operator', period)).toEqual([])
    expect((await readFigures(central, 'branch', period)).reduce((sum, { visits }) => sum + visits, 0)).toBe(5)
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { admit } from '../../../tests/fixtures/people.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { putPacket, sealNext } from '../../../tests/simulate/virtual-packet.ts'
import { callJson, makeKeyPair, openSealed, type VirtualStation } from '../../../tests/simulate/virtual-station.ts'
import { ClerkFigures, PersonFigures } from '../../contract/clerk-figures.ts'
import type { VisitCourse } from '../../contract/course.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import { readClerkFigures } from './clerk-figures.ts'

const dayMs = 86_400_000
const course: VisitCourse = { steps: [{ step: 'decision', seconds: 240 }], faults: [], reader: null }
const nothing = Object.fromEntries(Object.keys(PersonFigures.shape).map((name) => [name, null]))

describe.each(databases)('what a person is told of their own work, on %s', (name, installed) => {
  let running: CentralOn
  let brest: VirtualStation
  let lyon: VirtualStation
  const later = (days: number) => ({
    db: running.central.db,
    environment: 'production' as const,
    now: () => new Date(Date.now() + days * dayMs),
  })
  /** In a week that is over. */
  const told = (personId: string, branch: string, days = 8) => readClerkFigures(later(days), personId, branch)

  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name)
    const { central } = running
    brest = await activeStation(central, 'Brest')
    lyon = await activeStation(central, 'Lyon')
    await admit(central, brest, 'chief', { role: 'manager', key: await makeKeyPair() })
    const visit = async (station: VirtualStation) => {
      const application = testApplication()
      await central.addApplication(application)
      expect((await putPacket(station, await sealNext(station, application, { course }))).status).toBe(202)
    }
    for (let i = 0; i < 11; i += 1) await visit(brest)
    await visit(lyon)
    await central.settled()
  }, 60_000)
  afterAll(() => running?.stop())

  const ask = async (station: VirtualStation, operator_id: string) => {
    const { status, body } = await callJson(station, 'POST', '/v1/figures', { operator_id })
    if (status !== 200) return (body as { code: string }).code
    return ClerkFigures.parse(await openSealed(station, (body as { sealed: string }).sealed))
  }

  test.runIf(installed)('a clerk sees their own visits of every branch, and nobody else’s', async () => {
    const { own, people, months, from, to } = await told('clerk-1', 'Lyon')
    expect(own).toMatchObject({ operatorId: 'clerk-1', visits: 12, meanSeconds: 240 })
    // That all were approved would tell of each of them.
    expect([own.approved, own.refused, own.firstTimeRight]).toEqual([null, null, null])
    expect(people).toEqual([])
    expect(months).toBe(defaultPolicy.clerkFigureMonths)
    expect([from, to].map((day) => new Date(day).getUTCDay())).toEqual([1, 1])
  })

  test.runIf(installed)('a manager sees the people of the branch, by what they did there', async () => {
    const { own, people } = await told('chief', 'Brest')
    expect(own).toEqual({ ...nothing, operatorId: 'chief', displayName: 'chief' })
    expect(people).toMatchObject([{ operatorId: 'clerk-1', visits: 11 }])
    // One visit there: too few to tell.
    expect((await told('chief', 'Lyon')).people).toEqual([
      { ...nothing, operatorId: 'clerk-1', displayName: 'clerk-1' },
    ])
  })

  test.runIf(installed)(
    'the present week does not count yet, and what is older than the policy’s months no more',
    async () => {
      expect((await told('clerk-1', 'Brest', 0)).own.visits).toBeNull()
      const outlived = (defaultPolicy.clerkFigureMonths + 1) * 31
      expect((await told('clerk-1', 'Brest', outlived)).own.visits).toBeNull()
    },
  )

  test.runIf(installed)('a station is told of its own people, and each look is in the audit', async () => {
    expect(await ask(brest, 'clerk-1')).toMatchObject({ own: { operatorId: 'clerk-1' }, people: [] })
    expect(await ask(brest, 'chief')).toMatchObject({ people: [{ operatorId: 'clerk-1' }] })
    expect(await ask(lyon, 'chief')).toBe('operator_not_on_roster')
    const looks = await running.central.db
      .selectFrom('audit')
      .select(['actor', 'subject', 'result'])
      .where('action', '=', 'figures.looked')
      .orderBy('at')
      .execute()
    expect(looks).toEqual([
      { actor: 'clerk-1', subject: 'clerk-1', result: 'own' },
      { actor: 'chief', subject: 'Brest', result: 'branch' },
    ])
  })

  test.runIf(installed)('whose right has ended is told nothing, and is not told of', async () => {
    await running.central.revokeOperator('clerk-1', new Date())
    expect(await ask(brest, 'clerk-1')).toBe('operator_revoked')
    expect((await told('chief', 'Brest')).people).toEqual([])
  })
})

import { randomInt, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../../tests/fixtures/central-on.ts'
import { administratorOn } from '../../../../tests/fixtures/administrator.ts'
import { admit } from '../../../../tests/fixtures/people.ts'
import { testApplication } from '../../../../tests/fixtures/test-application.ts'
import { putPacket, sealNext } from '../../../../tests/simulate/virtual-packet.ts'
import {
  callJson,
  openConfig,
  openSealed,
  registerStation,
  type VirtualStation,
} from '../../../../tests/simulate/virtual-station.ts'
import type { RunningCentral } from '../../central.ts'
import type { Application } from '../../../contract/application.ts'
import { ClerkFigures } from '../../../contract/clerk-figures.ts'
import { defaultPolicy } from '../../../contract/policy.ts'
import { PracticeFault, Visitor } from '../../../contract/practice.ts'
import { parseReference } from '../../../contract/reference.ts'
import { LookupAnswer } from '../../../contract/protocol/look-ups.ts'
import { forgetFigures } from '../../figures/forget-figures.ts'
import { makeVisitor } from './make-visitor.ts'
import { readDebriefs, readPractice } from './practice-figures.ts'
import { practiceFaults } from './practice-faults.ts'

const dayMs = 86_400_000
const token = randomUUID()
const pick = (below: number) => randomInt(below)

/** Keys and kinds of values, as deep as they go; what is in a list by its place. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (value === null || typeof value !== 'object') return value === null ? null : typeof value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, shapeOf(inner)]))
}

/** Paths of all that is in it. */
const keysOf = (value: object, path = ''): string[] =>
  Object.entries(value).flatMap(([name, inner]: [string, unknown]) =>
    inner !== null && typeof inner === 'object' ? keysOf(inner, `${path}.${name}`) : [`${path}.${name}`],
  )

/** DG2; portraits differ by so much of base64, names in DG11 and signatures in EF.SOD by so much. */
const portraitFile = 0x0102
const portraitsApart = 24_000
const namesApart = 80

const kinds = ['passport', 'cnie', 'residence_permit'] as const
test.each(kinds)('whatever a %s hides, it is sent in one form, of one size, and says nothing of it', (kind) => {
  const made = PracticeFault.options
    .filter((fault) => practiceFaults[fault].kinds.includes(kind))
    .map((fault) => ({ fault, ...makeVisitor({ kind, fault }, '2026-06-15', pick) }))
  const [first, ...others] = made
  expect(others.length).toBeGreaterThan(4)
  for (const { fault, document, declared } of others) {
    expect(Visitor.parse({ reference: 'x', document }).document, fault).toEqual(document)
    expect(shapeOf(document), fault).toEqual(shapeOf(first!.document))
    expect(
      document.chip.files.map(({ place, id }) => [place, id]),
      fault,
    ).toEqual(first!.document.chip.files.map(({ place, id }) => [place, id]))
    for (const [at, { id, bytes }] of document.chip.files.entries())
      expect(Math.abs(bytes.length - first!.document.chip.files[at]!.bytes.length), `${fault} ${id}`).toBeLessThan(
        id === portraitFile ? portraitsApart : namesApart,
      )
    expect(document.chip.keySeed).toHaveLength(first!.document.chip.keySeed.length)
    const { givenNames: _, ...rest } = declared
    const { givenNames: __, ...restOfFirst } = first!.declared
    expect(shapeOf(rest), fault).toEqual(shapeOf(restOfFirst))
    const said = JSON.stringify([document, declared])
    for (const word of [...PracticeFault.options, 'copied', 'altered', 'blank', 'practice', 'fault'])
      expect(said.includes(`"${word}"`), `${fault}: ${word}`).toBe(false)
  }
})

/** In training nobody compares a thumbprint: a station is at work as soon as it has registered. */
async function trainingStation(central: RunningCentral, branch: string): Promise<VirtualStation> {
  const station = await registerStation(central.url, await central.issueStationCode(branch))
  await admit(central, station, 'clerk-1')
  return { ...station, config: await openConfig((await callJson(station, 'GET', '/v1/config')).body) }
}

describe.each(databases)('practice cases on %s', (name, installed) => {
  let running: CentralOn
  let station: VirtualStation
  let version = 1
  const share = (practiceEvery: number) =>
    running.central.setPolicy({ ...defaultPolicy, version: (version += 1), practiceEvery })
  const call = (to = station) => callJson(to, 'POST', '/v1/training/visitors', { operator_id: 'clerk-1' })

  /** The figures that the kiosk shows. */
  async function told(): Promise<Omit<ClerkFigures, 'asOf'>> {
    const { body } = await callJson(station, 'POST', '/v1/figures', { operator_id: 'clerk-1' })
    const { asOf: _, ...figures } = ClerkFigures.parse(await openSealed(station, (body as { sealed: string }).sealed))
    return figures
  }

  async function come(): Promise<{ visitor: Visitor; looked: z.infer<typeof LookupAnswer> }> {
    const before = await told()
    const { status, body } = await call()
    expect(status).toBe(200)
    expect(await told(), 'what figures say, before and after').toEqual(before)
    const { sealed } = body as { sealed: string }
    const visitor = Visitor.parse(await openSealed(station, sealed))
    const asked = { reference: visitor.reference, operator_id: 'clerk-1' }
    const found = await callJson(station, 'POST', '/v1/applications/lookup', asked)
    const looked = LookupAnswer.parse(await openSealed(station, (found.body as { sealed: string }).sealed))
    return { visitor, looked }
  }
  const rowOf = ({ applicationId }: Pick<Application, 'applicationId'>) =>
    running.central.db
      .selectFrom('practice_case')
      .selectAll()
      .where('application_id', '=', applicationId)
      .executeTakeFirst()

  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name, { environment: 'training', adminToken: token })
    station = await trainingStation(running.central, 'Brest')
  }, 60_000)
  afterAll(() => running?.stop())

  test.runIf(installed)('nothing that a station receives tells a practice case from another citizen', async () => {
    await share(1)
    const cases = [await come(), await come(), await come()]
    await share(0)
    const others = [await come(), await come(), await come()]
    for (const { looked } of cases) expect(await rowOf(looked.application)).toMatchObject({ sent_to: 'clerk-1' })
    for (const { looked } of others) expect(await rowOf(looked.application)).toBeUndefined()
    const all = [...cases, ...others]
    // Given names and files of a chip are as many as they are; who was born abroad has no code of a commune.
    const formOf = ({ visitor, looked }: (typeof all)[number]) =>
      keysOf({ visitor, looked }).filter((path) => !/\.(?:givenNames|files)\.|\.inseeCode$/.test(path))
    for (const one of all) expect(formOf(one)).toEqual(formOf(all[0]!))
    for (const { visitor, looked } of all) {
      expect(parseReference(visitor.reference)).toEqual({ ok: true, reference: visitor.reference })
      const { createdAt, expiresAt, channel, openedBy, status } = looked.application
      expect([channel, openedBy, status]).toEqual(['counter', null, 'open'])
      const ageMs = Date.now() - Date.parse(createdAt)
      expect(ageMs).toBeGreaterThan(dayMs / 2)
      expect(ageMs).toBeLessThan(22 * dayMs)
      const livesMs = Date.parse(expiresAt) - Date.parse(createdAt)
      expect(Math.abs(livesMs / dayMs - defaultPolicy.applicationDays)).toBeLessThan(1.2)
    }
  })

  const seal = async (application: Application, change: Parameters<typeof sealNext>[2]) => {
    expect((await putPacket(station, await sealNext(station, application, change))).status).toBe(202)
    await running.central.settled()
  }
  const core = () => ({ db: running.central.db, environment: 'training' as const })
  const figuresOf = async (branch: string | null = null) =>
    (await readPractice(core(), { operators: ['clerk-1'], branch }))!('clerk-1')

  test.runIf(installed)('the first conclusion counts, and breaking off is none', async () => {
    await share(1)
    const { application } = (await come()).looked
    const { expected } = (await rowOf(application))!
    const wrong = { outcome: 'refused', reasons: ['person_not_holder'] } as const
    await seal(application, { outcome: 'cancelled', reasons: ['citizen_left'] })
    expect(await rowOf(application)).toMatchObject({ judged_at: null, is_right: null, operator_id: null })
    await seal(application, { outcome: wrong.outcome, reasons: [...wrong.reasons] })
    const judged = await rowOf(application)
    expect(judged).toMatchObject({ is_right: false, operator_id: 'clerk-1', concluded: wrong })
    await seal(application, { outcome: expected.outcome, reasons: expected.reasons })
    expect(await rowOf(application)).toEqual(judged)
    expect(await readDebriefs(core(), 'clerk-1')).toMatchObject([
      { reference: application.reference, sealed: wrong, right: expected, mistake: judged!.mistake },
    ])
    expect(await figuresOf()).toMatchObject({ done: 1, right: 0, [judged!.mistake!]: 1 })
    expect(await figuresOf('Brest')).toEqual(await figuresOf())
    expect(await figuresOf('Lyon')).toMatchObject({ done: 0 })
    const admin = await administratorOn(running.central.url, token)
    const practiceOn = async (by: string) =>
      /Cas d’exercice.*?<\/section>/s.exec((await admin.see(`/admin/figures?by=${by}`)).text)?.[0]
    const cells = [...(await practiceOn('operator'))!.matchAll(/<t[hd][^>]*>(clerk-1|\d+)<\/t[hd]>/g)].map(
      ([, cell]) => cell,
    )
    expect(cells.slice(0, 4)).toEqual(['clerk-1', '4', '1', '0'])
    expect(await practiceOn('branch'), 'only where people are shown').toBeUndefined()
  })

  test.runIf(installed)('they are deleted after the policy’s months, concluded or not', async () => {
    const later = (months: number) => ({
      db: running.central.db,
      now: () => new Date(Date.now() + months * 31 * dayMs),
    })
    const before = await figuresOf()
    await forgetFigures(later(defaultPolicy.clerkFigureMonths - 1), defaultPolicy)
    expect(await figuresOf()).toEqual(before)
    await forgetFigures(later(defaultPolicy.clerkFigureMonths + 1), defaultPolicy)
    expect(await running.central.db.selectFrom('practice_case').selectAll().execute()).toEqual([])
    expect(await readDebriefs(core(), 'clerk-1')).toEqual([])
  })

  test.runIf(installed)('production makes none, judges none, and tells of none', async () => {
    const production = await startCentralOn(name)
    try {
      const kiosk = await activeStation(production.central, 'Brest')
      const refused = await call(kiosk)
      expect([refused.status, refused.body.code]).toEqual([403, 'training_forbidden'])
      const { db } = production.central
      expect(await db.selectFrom('application').select('application_id').execute()).toEqual([])

      // A row that strayed here, as from a database whose environment was changed by hand.
      const [stray, real] = [testApplication(), testApplication()]
      for (const one of [stray, real]) await production.central.addApplication(one)
      const { applicationId: application_id, reference } = stray
      const hidden = {
        specimen: 'passport',
        fault: 'none' as const,
        expected: JSON.stringify(practiceFaults.none.right),
      }
      const sent = { sent_to: 'clerk-1', sent_at: new Date(), branch_name: 'Brest' }
      await db
        .insertInto('practice_case')
        .values({ application_id, reference, ...hidden, ...sent })
        .execute()
      for (const one of [stray, real]) expect((await putPacket(kiosk, await sealNext(kiosk, one))).status).toBe(202)
      await production.central.settled()
      const packets = await db.selectFrom('packet').select(['application_id', 'state', 'reasons']).execute()
      const ofStray = packets.find((one) => one.application_id === application_id)
      expect(ofStray).toMatchObject({ state: 'QUARANTINED', reasons: ['training_forbidden'] })
      expect(packets.find((one) => one.application_id !== application_id)!.state).not.toBe('QUARANTINED')
      expect(await db.selectFrom('practice_case').select('judged_at').execute()).toEqual([{ judged_at: null }])
      const there = { db, environment: 'production' as const }
      expect(await readPractice(there, { operators: ['clerk-1'], branch: null })).toBeNull()
      expect(await readDebriefs(there, 'clerk-1')).toEqual([])
    } finally {
      await production.stop()
    }
  })
})

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningCentral } from '../../src/central/central.ts'
import type { Outcome } from '../../src/contract/decision.ts'
import { defaultPolicy } from '../../src/contract/policy.ts'
import { PracticeFault, type PracticeMistake } from '../../src/contract/practice.ts'
import { startCounter } from '../fixtures/counter.ts'
import { codeOf, decide, openApplication, overrideOf, pin, soon, untilSent } from '../fixtures/journey.ts'
import type { TestStation } from '../fixtures/test-station.ts'
import { concludeVisitor, serveVisitor, type See } from '../fixtures/visitors.ts'

// Practice cases through the whole kiosk, over real HTTP to the real central: sent, served by a clerk, judged, told.
let central: RunningCentral
let kiosk: TestStation

beforeAll(async () => {
  ;({ central, kiosk } = await startCounter({ claire: 'clerk', luc: 'manager' }))
  await kiosk.ask('operator.login', { operatorId: 'claire', pin })
}, 60_000)
afterAll(async () => {
  await kiosk.stop()
  await central.stop()
})

const figures = async () => (await kiosk.ask('figures.view', {})).figures!
const setShare = (practiceEvery: number, version: number) =>
  central.setPolicy({ ...defaultPolicy, version, practiceEvery })
const caseOf = (reference: string) =>
  central.db.selectFrom('practice_case').selectAll().where('reference', '=', reference).executeTakeFirst()

const serve = (reference: string, see?: See) => serveVisitor(kiosk, reference, see)
const carelessly: See = () => 'same'
const wrongly: See = () => 'differs'

/** Citizens come until one hides that; the others are left standing. */
async function untilOneHides(fault: PracticeFault, fits: (kind: string) => boolean = () => true): Promise<string> {
  for (;;) {
    const { reference } = await kiosk.ask('training.nextVisitor', {})
    const found = (await caseOf(reference))!
    if (found.fault === fault && fits(found.specimen)) return reference
  }
}

const judged = (reference: string) =>
  soon(async () => expect((await figures()).debriefs.map((one) => one.reference)).toContain(reference))

test('an honest clerk is right about every fault there is, and is told what each case was', async () => {
  await setShare(1, 2)
  const served = new Map<PracticeFault, string>()
  for (let sent = 0; served.size < PracticeFault.options.length; sent += 1) {
    expect(sent).toBeLessThan(400)
    const { reference } = await kiosk.ask('training.nextVisitor', {})
    const { fault } = (await caseOf(reference))!
    if (served.has(fault)) continue
    expect((await figures()).debriefs.map((one) => one.reference)).not.toContain(reference)
    await concludeVisitor(kiosk, reference)
    served.set(fault, reference)
  }
  await judged([...served.values()].at(-1)!)
  const { own, debriefs } = await figures()
  expect(debriefs.map(({ fault, mistake }) => [fault, mistake])).toEqual(
    [...served.keys()].toReversed().map((fault) => [fault, null]),
  )
  const all = PracticeFault.options.length
  expect(own.practice).toMatchObject({ done: all, right: all, accepted_false: 0, refused_true: 0 })
}, 240_000)

test('each kind of mistake is counted as what it is, and a visit that was broken off is none', async () => {
  const noticed = (reference: string, mistake: PracticeMistake | null, sealed: Outcome) =>
    soon(async () => {
      const told = (await figures()).debriefs.find((one) => one.reference === reference)
      expect([told?.mistake, told?.sealed.outcome]).toEqual([mistake, sealed])
    })
  const saysNoBirth = (kind: string) => kind !== 'cnie'

  const elsewhere = await untilOneHides('birth_place')
  await serve(elsewhere, carelessly)
  await decide(kiosk, 'approved')
  await noticed(elsewhere, 'missed_difference', 'approved')

  const inOrder = await untilOneHides('none', saysNoBirth)
  await openApplication(kiosk, inOrder)
  await decide(kiosk, 'cancelled', ['citizen_left'])
  await untilSent(kiosk)
  await serve(inOrder, wrongly)
  await decide(kiosk, 'refused', ['declared_differs'])
  await noticed(inOrder, 'refused_true', 'refused')

  const copied = await untilOneHides('copied_chip')
  const { offeredReasons } = await serve(copied)
  await decide(kiosk, 'unverifiable', offeredReasons.unverifiable.slice(0, 1))
  await noticed(copied, 'wrong_ground', 'unverifiable')

  const dead = await untilOneHides('dead_chip')
  await serve(dead, carelessly)
  await kiosk.ask('session.override', overrideOf({ managerId: 'luc' }))
  await decide(kiosk, 'approved')
  await noticed(dead, 'accepted_false', 'approved')

  const once = { accepted_false: 1, refused_true: 1, missed_difference: 1, wrong_ground: 1 }
  expect((await figures()).own.practice).toMatchObject({ ...once, done: 13, right: 9 })
}, 240_000)

test('a manager is told how it goes with the branch’s people, and what the cases were only of their own', async () => {
  await kiosk.ask('operator.login', { operatorId: 'luc', pin })
  const { own, people, debriefs } = await figures()
  expect(own.practice).toMatchObject({ done: 0 })
  expect(people.find(({ operatorId }) => operatorId === 'claire')!.practice).toMatchObject({ done: 13, right: 9 })
  expect(debriefs).toEqual([])
  await kiosk.ask('operator.login', { operatorId: 'claire', pin })
})

test('where none is a practice case citizens come all the same, and nothing of them is kept', async () => {
  await setShare(0, 3)
  const before = await central.db.selectFrom('practice_case').select('reference').execute()
  const { reference } = await kiosk.ask('training.nextVisitor', {})
  await concludeVisitor(kiosk, reference)
  await untilSent(kiosk)
  await central.settled()
  expect(await central.db.selectFrom('practice_case').select('reference').execute()).toEqual(before)
})

test('without central nobody comes', async () => {
  await kiosk.ask('training.playOffline', { offline: true })
  expect(await codeOf(kiosk.ask('training.nextVisitor', {}))).toBe('central_unreachable')
  await kiosk.ask('training.playOffline', { offline: false })
})

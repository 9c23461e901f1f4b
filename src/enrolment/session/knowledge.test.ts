import { describe, expect, test } from 'vitest'
import { Session } from '../../contract/session.ts'
import {
  printSeen,
  after,
  application,
  atDecision,
  chipIdentity,
  chipRead,
  consented,
  context,
  declared,
  found,
  genuineChecks,
  inspected,
  now,
  opening,
  passportReading,
  submitted,
  withCheck,
} from '../testing/made-up.ts'
import { draftOf, resumeDraft } from './draft.ts'
import { effectOf } from './effect.ts'
import type { SessionEvent } from './events.ts'
import { packetFacts } from './packet.ts'
import { openSession } from './state.ts'
import type { SessionState } from './state.ts'
import { viewSession } from './view.ts'

const view = (state: SessionState): Session => Session.parse(viewSession(state))
const stepsOf = (state: SessionState) =>
  Object.fromEntries(view(state).steps.map(({ step, state: stands }) => [step, stands]))
const requested: SessionEvent = { type: 'chip_requested', can: null }
const confirmed: SessionEvent = { type: 'comparison_confirmed' }
const judged: SessionEvent = {
  type: 'person_judged',
  judgement: 'same',
  differing: [],
  picture: 'live',
  noPictureReason: null,
}
const atDocument = () => after([found(), consented])
const atChip = () => after([submitted(passportReading)], atDocument())
const cancelled: SessionEvent = { type: 'decided', outcome: 'cancelled', reasons: ['citizen_left'] }
const sealed: SessionEvent = { type: 'sealed', packetId: '01890000-0000-7000-8000-000000000003', sealedAt: now }

describe('what is known', () => {
  test('before the application is found is nothing, and nothing is left to central', () => {
    expect(view(openSession(opening))).toMatchObject({
      application: null,
      identity: null,
      comparison: null,
      deferred: [],
      provisional: false,
      decision: { allowed: [], blockers: [] },
    })
  })

  test('of the application is what the screen needs, and not who made it', () => {
    const shown = view(after([found({ openedBy: 'dominique', applicantOperatorId: 'camille' })])).application
    const { applicationId, reference, expiresAt } = application
    expect(shown).toEqual({ applicationId, reference, declared, expiresAt })
  })

  test('before the document is read is nothing to compare, afterwards it fills', () => {
    expect(view(atDocument()).comparison).toBeNull()
    expect(view(atChip()).comparison).toMatchObject({ confirmed: false, fields: { length: 9 } })
  })

  test('the declared century makes a centenarian of two digits, by the MRZ and by the chip', () => {
    const centenarian = found({ declared: { ...declared, birthDate: '1925-03-07' } })
    const mrz = { ...passportReading, birthDate: { year: 2025, month: 3, day: 7, iso: '2025-03-07' } }
    const read = after([centenarian, consented, submitted(mrz)])
    expect(view(read)).toMatchObject({
      identity: { source: 'mrz', birthDate: '1925-03-07' },
      decision: { blockers: [] },
    })
    const chip = after([requested, chipRead(genuineChecks, { ...chipIdentity, birthDate: '2025-03-07' })], read)
    expect(view(chip)).toMatchObject({
      identity: { source: 'chip', birthDate: '1925-03-07' },
      decision: { blockers: [] },
    })
  })

  test('a chip whose revocation nobody looked up leaves that to central', () => {
    const withoutIt = genuineChecks.filter(({ name }) => name !== 'revocation')
    expect(view(after([requested, chipRead(withoutIt)], atChip())).deferred).toEqual(['revocation'])
    expect(view(after([requested, chipRead()], atChip())).deferred).toEqual([])
    expect(view(atChip()).deferred).toEqual([])
  })

  test('lines typed after the last picture failed are a document like any other', () => {
    const failed: SessionEvent = { type: 'capture_failed', kind: 'document', code: 'mrz_not_found' }
    const typed = submitted(passportReading, { source: 'typed' })
    const compared = after([failed, failed, failed, failed, failed, typed, requested, chipRead()], atDocument())
    const state = after([judged], inspected(after([confirmed], compared)))
    expect(view(state)).toMatchObject({ document: { attempts: 5, source: 'typed' }, decision: { blockers: [] } })
  })
})

describe('where approval is out of reach', () => {
  test('because the operator may not decide, nothing is inspected', () => {
    const lapsed = { ...opening, operator: { ...opening.operator, trainedOn: '2025-01-10' } }
    const state = after(
      [found(), consented, submitted(passportReading), requested, chipRead(), confirmed],
      openSession(lapsed),
    )
    expect(view(state)).toMatchObject({
      step: 'decision',
      inspection: [],
      decision: { allowed: ['cancelled'], blockers: ['operator_training_expired'] },
    })
  })

  test('a point left unanswered is not among those told to central', () => {
    const begun = after([requested, chipRead(), confirmed], atChip())
    const { featureId } = begun.inspection[0]!
    const answered = after([{ type: 'inspection_answered', featureId, answer: 'absent' }], begun)
    const refused = after([{ type: 'decided', outcome: 'cancelled', reasons: ['citizen_left'] }], answered)
    expect(packetFacts(refused).inspection).toEqual([{ featureId, answer: 'absent' }])
  })
})

describe('a release', () => {
  test('opens its own gate and no other', () => {
    const unread = after([{ type: 'chip_declared_unavailable', reason: 'chip_defective' }], atChip())
    const chipless = after([confirmed], printSeen(unread))
    const state = after(
      [{ type: 'person_judged', judgement: 'undetermined', differing: [], picture: 'live', noPictureReason: null }],
      inspected(chipless),
    )
    const override = {
      gate: 'chip_required',
      managerId: 'andrea.durand',
      reason: 'chip_defective',
      text: 'The chip does not answer any reader.',
      givenAt: now,
      signature: 'x.y.z',
    } as const
    const released = after([{ type: 'override_granted', override, managerRole: 'manager' }], state)
    expect(view(released).decision).toMatchObject({
      blockers: ['person_unconfirmed'],
      overridable: ['person_unconfirmed'],
      allowed: ['unverifiable', 'cancelled'],
    })
  })
})

describe('once sealed', () => {
  test('only the name and the last four characters of the number stay on the screen', () => {
    const shown = view(after([{ type: 'decided', outcome: 'approved', reasons: [] }, sealed], atDecision()))
    expect(shown.application!.declared).toEqual({
      ...declared,
      documentNumber: '2345',
      address: { lines: [''], postcode: '', city: '', country: 'FRA' },
      email: '',
      phone: '',
    })
    expect(shown.decision).toMatchObject({ allowed: [], blockers: [], overridable: [] })
  })

  test('what was never begun is skipped, wherever the citizen left', () => {
    expect(stepsOf(after([cancelled, sealed], after([found()])))).toMatchObject({
      document: 'skipped',
      chip: 'skipped',
      comparison: 'skipped',
      inspection: 'skipped',
      person: 'skipped',
      receipt: 'current',
    })
    const idle = after([{ type: 'chip_stopped' }], atChip())
    expect(idle.chip.phase).toBe('idle')
    for (const state of [idle, atChip()]) {
      const steps = stepsOf(after([cancelled, sealed], state))
      expect(steps).toMatchObject({ document: 'passed', chip: 'skipped', comparison: 'skipped' })
    }
  })

  test('a read under way ends with the session', () => {
    const reading = after([requested], atChip())
    expect(effectOf(reading)).toMatchObject({ type: 'read_chip' })
    expect(effectOf(after([cancelled, sealed], reading))).toBeNull()
  })
})

test.each([
  ['reader_service_unavailable', 0],
  ['reader_none', 0],
  ['reader_unplugged', 0],
  ['reader_fault', 0],
  ['chip_not_present', 0],
  ['chip_read_cancelled', 0],
  ['chip_removed', 1],
  ['chip_wrong_mrz', 1],
] as const)('%s costs %i attempts', (code, attempts) => {
  const failed = after([requested, { type: 'chip_failed', code, detail: null }], atChip())
  expect(failed.chip).toMatchObject({ phase: 'failed', attempts })
})

test.each([
  found(),
  { type: 'application_failed', code: 'application_unknown' },
  { type: 'chip_progressed', progress: { stage: 'access', file: null, bytesRead: 0, bytesTotal: null }, files: [] },
  chipRead(),
  { type: 'chip_failed', code: 'chip_removed', detail: null },
  { type: 'chip_stopped' },
  { type: 'packet_advanced', state: 'received', centralDecision: null },
] as SessionEvent[])('what comes too late changes nothing: %o', (event) => {
  const state = atDecision()
  expect(after([event], state)).toBe(state)
})

describe('an application that central takes back', () => {
  const recalled: SessionEvent = { type: 'application_recalled' }

  test.each([
    ['looked up', openSession(opening)],
    ['found', after([found()])],
    ['at its document', atDocument()],
    ['at its chip', after([requested], atChip())],
    ['at its decision', atDecision()],
  ] as const)('is closed while it is %s, and what was read is forgotten', (_where, state) => {
    const closed = after([recalled], state)
    expect(view(closed)).toMatchObject({
      step: 'application',
      failure: { code: 'application_cancelled' },
      application: null,
      consent: null,
      identity: null,
      inspection: [],
      decision: { allowed: [] },
    })
    expect(effectOf(closed)).toBeNull()
    expect(JSON.stringify(closed)).not.toContain('21AB12345')
    expect(() => after([cancelled], closed)).toThrow('session_incomplete')
  })

  test('once sealed is central’s to decide', () => {
    const done = after([cancelled, sealed], atDecision())
    expect(after([recalled], done)).toBe(done)
  })
})

test('a second sealing changes nothing', () => {
  const done = after([cancelled, sealed], atDecision())
  expect(after([{ ...sealed, packetId: '01890000-0000-7000-8000-000000000009' } as SessionEvent], done)).toBe(done)
})

test.each([
  ['inspection_failed', 'inspection_wear', 'inspection'],
  ['person_unconfirmed', 'portrait_unlike_age', 'person'],
] as const)('a release of %s falls when the clerk goes back to what it released', (gate, reason, step) => {
  const text = 'Seen by a second person at the counter.'
  const override = { gate, managerId: 'andrea.durand', reason, text, givenAt: now, signature: 'x.y.z' }
  const state =
    gate === 'person_unconfirmed'
      ? atDecision('undetermined')
      : after([judged], inspected(after([requested, chipRead(), confirmed], atChip()), 'absent'))
  const released = after([{ type: 'override_granted', override, managerRole: 'manager' }], state)
  expect(view(released).decision).toMatchObject({ blockers: [], overrides: { length: 1 } })
  expect(after([{ type: 'went_back', to: step }], released).overrides).toEqual([])
})

describe('a read of the chip', () => {
  const progress = { stage: 'files', file: 'DG1', bytesRead: 10, bytesTotal: 90 } as const

  test('stays the same one while it goes on', () => {
    const reading = after([requested], atChip())
    const further = after([{ type: 'chip_progressed', progress, files: [] }], reading)
    expect(further.chip.phase).toBe('reading')
    expect(effectOf(further)).toEqual(effectOf(reading))
  })

  test('is another one each time, also when the clerk comes back to the chip', () => {
    const first = atChip()
    const second = after([requested], first)
    const third = after([submitted(passportReading)], after([{ type: 'went_back', to: 'document' }], second))
    const fourth = after([requested], third)
    const keys = [first, second, third, fourth].map((state) => effectOf(state)!.key)
    expect(new Set(keys).size).toBe(4)
  })

  test('with a proof that failed bars approval and is told', () => {
    const failed = withCheck({ name: 'chain', verdict: 'failed', reason: 'csca_unknown', detail: null })
    const state = after([requested, chipRead(failed)], atChip(), context)
    expect(view(state)).toMatchObject({
      failure: { code: 'chip_not_genuine' },
      identity: { source: 'mrz' },
      chip: { attempts: 1 },
    })
  })
})

describe('what the clerk tells central alone', () => {
  const noted: SessionEvent = { type: 'concern_noted', concern: 'duress' }

  test('shows in no view, before or after sealing, and is in the packet beside any outcome', () => {
    const before = atDecision()
    const told = after([noted], before)
    expect(view(told)).toEqual(view(before))
    const ended = after([cancelled], told)
    expect(packetFacts(ended).concern).toBe('duress')
    expect(packetFacts(after([cancelled], before))).not.toHaveProperty('concern')
    expect(view(after([sealed], ended))).toEqual(view(after([cancelled, sealed], before)))
    expect(after([sealed], ended).concern).toBeNull()
  })

  test('can be taken back, and stays over a break', () => {
    const told = after([noted], atDecision())
    expect(after([{ ...noted, concern: null }], told).concern).toBeNull()
    expect(resumeDraft(draftOf(told, now)!, { ...context, operator: opening.operator }).concern).toBe('duress')
  })
})

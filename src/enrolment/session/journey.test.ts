import { describe, expect, test } from 'vitest'
import { Session } from '../../contract/session.ts'
import { PacketPayload } from '../../contract/protocol/packet.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import {
  printSeen,
  after,
  application,
  atDecision,
  check,
  chipRead,
  consent,
  consented,
  context,
  declared,
  foreignReading,
  found,
  inspected,
  now,
  oldCardReading,
  opening,
  passportReading,
  permitReading,
  submitted,
  withCheck,
} from '../testing/made-up.ts'
import { draftOf, resumeDraft } from './draft.ts'
import { effectOf } from './effect.ts'
import type { SessionEvent } from './events.ts'
import { packetFacts } from './packet.ts'
import { reduceSession } from './reduce.ts'
import { openSession } from './state.ts'
import type { SessionState } from './state.ts'
import { viewSession } from './view.ts'

const view = (state: SessionState): Session => Session.parse(viewSession(state))
const stepsOf = (state: SessionState) => view(state).steps.map(({ step, state: it }) => `${step}:${it}`)
const code = (event: SessionEvent, state: SessionState): string => {
  const before = structuredClone(state)
  try {
    reduceSession(state, event, context)
  } catch (error) {
    expect(state).toEqual(before)
    return (error as { code: string }).code
  }
  return 'accepted'
}
const atDocument = () => after([found(), consented])
const atChip = () => after([submitted(passportReading)], atDocument())
const atComparison = () => after([{ type: 'chip_requested', can: null }, chipRead()], atChip())
const atInspection = () => after([{ type: 'comparison_confirmed' }], atComparison())
const atPerson = () => inspected(atInspection())
const decide = (outcome: 'approved' | 'refused' | 'unverifiable' | 'cancelled', reasons: string[] = []): SessionEvent =>
  ({ type: 'decided', outcome, reasons }) as SessionEvent
const sealed: SessionEvent = { type: 'sealed', packetId: '01890000-0000-7000-8000-000000000003', sealedAt: now }

describe('the flawless journey', () => {
  test('goes by itself where the machine works and waits where the clerk judges', () => {
    const steps = [
      openSession(opening),
      after([found()]),
      atDocument(),
      atChip(),
      atComparison(),
      atInspection(),
      atPerson(),
      atDecision(),
    ].map((state) => view(state).step)
    expect(steps).toEqual([
      'application',
      'application',
      'document',
      'chip',
      'comparison',
      'inspection',
      'person',
      'decision',
    ])
  })

  test('may be approved, sealed and closed', () => {
    const state = atDecision()
    expect(view(state).decision).toEqual({
      allowed: ['approved', 'cancelled'],
      blockers: [],
      suggestedReasons: [],
      offeredReasons: {
        approved: [],
        refused: [],
        unverifiable: ['citizen_left'],
        cancelled: ['citizen_left', 'consent_withdrawn', 'wrong_application'],
      },
      overridable: [],
      overrides: [],
    })
    const done = after([decide('approved'), sealed], state)
    expect(view(done)).toMatchObject({ step: 'receipt', sealed: { outcome: 'approved', state: 'queued' } })
    expect(stepsOf(done)).toEqual([
      ...['application', 'document', 'chip', 'comparison', 'inspection', 'person', 'decision'].map(
        (s) => `${s}:passed`,
      ),
      'receipt:current',
    ])
    const decided = after([{ type: 'packet_advanced', state: 'decided', centralDecision: 'APPROVED' }], done)
    expect(view(decided).sealed).toMatchObject({ state: 'decided', centralDecision: 'APPROVED' })
  })

  test('leaves no number, address or portrait in memory once sealed', () => {
    const text = JSON.stringify(after([decide('approved'), sealed], atDecision()))
    expect(text).toContain(declared.birthName)
    for (const secret of ['21AB12345', 'rue des Essais', declared.email, declared.phone, 'AAAA', 'LEFEVRE', '850307'])
      expect(text).not.toContain(secret)
  })

  test('tells central everything but the number', () => {
    const { visit, ...facts } = packetFacts(after([decide('approved')], atDecision()))
    expect(visit).toMatchObject({ declared, lostStolenChecked: true, evidence: { sessionId: opening.sessionId } })
    expect(visit.evidence.captures).toHaveLength(1)
    expect(visit.evidence.reads).toHaveLength(1)
    const key = { kty: 'EC', crv: 'P-256', x: `${'x'.repeat(42)}A`, y: `${'y'.repeat(42)}A` } as const
    const payload = PacketPayload.parse({
      ...facts,
      course: { ...facts.course, reader: null },
      version: 2,
      time_zone: 'Europe/Paris',
      local_day: '2026-06-15',
      time_proof: 'central',
      evidence_sha256: '0'.repeat(64),
      environment: 'training',
      packet_id: '01890000-0000-7000-8000-000000000003',
      station_id: 's',
      seq: 1,
      prev_hash: '0'.repeat(64),
      captured_at: now,
      last_server_time: null,
      operator: { ...facts.operator, key },
      overrides: [],
      software_version: '1',
    })
    expect(payload).toMatchObject({
      session_id: opening.sessionId,
      application_id: application.applicationId,
      reference: application.reference,
      started_at: now,
      channel: 'counter',
      operator: { operator_id: 'claude.martin', role: 'clerk', trained_on: '2026-01-10' },
      document: { type: 'passport', issuer: 'FRA', expiry_date: '2030-12-31', last4: '2345' },
      identity: { source: 'chip', surname: 'LEFÈVRE' },
      person: { judgement: 'same', differing: [] },
      consent: { textVersion: '2026-01' },
      outcome: 'approved',
      reasons: [],
      deferred: [],
      policy_version: 1,
    })
    expect(payload.match).toHaveLength(9)
    expect(payload.match[0]).toEqual({ field: 'surname', class: 'same_by_rule', rules: expect.any(Array) as never })
    expect(payload.eligibility).toHaveLength(5)
    expect(payload.chip_checks).toHaveLength(9)
    expect(payload.inspection).toHaveLength(3)
    expect(JSON.stringify(payload)).not.toContain('21AB12345')
  })

  test('has nothing to tell before a decision', () => {
    expect(() => packetFacts(atDecision())).toThrow('session_incomplete')
    expect(() => packetFacts(openSession(opening))).toThrow('session_incomplete')
  })
})

describe('application', () => {
  test.each([
    ['verified', 'application_already_verified'],
    ['expired', 'application_expired'],
    ['cancelled', 'application_cancelled'],
    ['refused', 'application_refused'],
  ] as const)('%s stops with its code', (status, expected) => {
    const state = after([found({ status })])
    expect(view(state)).toMatchObject({ step: 'application', application: null, busy: false })
    expect(state.failure?.code).toBe(expected)
  })

  test('past its last moment is expired', () => {
    expect(after([found({ expiresAt: now })]).failure?.code).toBe('application_expired')
    expect(after([found({ expiresAt: '2026-06-15T10:00:00.001Z' })]).failure).toBeNull()
  })

  test.each([
    { applicantOperatorId: 'claude.martin' },
    { seenBy: ['claude.martin'] },
    { openedBy: 'claude.martin' },
    { applicantOperatorId: 'Claude.MARTIN ' },
    { openedBy: 'ｃlaude.martin' },
  ])('of or by the operator is nothing for them: %o', (change) => {
    const state = after([found(change)])
    expect(state.failure?.code).toBe('self_verification')
    expect(view(state).application).toBeNull()
    expect(code(consented, state)).toBe('session_wrong_step')
  })

  test('of another operator is served', () => {
    expect(after([found({ openedBy: 'dominique', applicantOperatorId: 'camille' })]).failure).toBeNull()
  })

  test('not found can be looked up again, under another key', () => {
    const first = openSession(opening)
    const failed = after([{ type: 'application_failed', code: 'application_offline' }], first)
    expect(view(failed)).toMatchObject({ failure: { code: 'application_offline' }, busy: false })
    const again = after([{ type: 'failure_cleared' }], failed)
    expect(view(again)).toMatchObject({ failure: null, busy: true })
    expect(effectOf(first)).toMatchObject({ type: 'lookup', reference: opening.reference })
    expect(effectOf(again)?.key).not.toBe(effectOf(first)?.key)
    expect(effectOf(failed)).toBeNull()
  })

  test('reports that come too late change nothing', () => {
    const state = after([found()])
    expect(after([{ type: 'application_failed', code: 'application_offline' }], state)).toEqual(state)
    expect(after([found({ reference: 'other' })], state)).toEqual(state)
    expect(after([found()], atChip())).toEqual(atChip())
    expect(after([{ type: 'failure_cleared' }], state).lookingUp).toBe(false)
  })

  test('consent comes after the application and before the document', () => {
    expect(code(consented, openSession(opening))).toBe('session_wrong_step')
    expect(code(submitted(passportReading), after([found()]))).toBe('session_wrong_step')
    expect(view(after([found()])).decision).toMatchObject({ allowed: ['cancelled'], blockers: ['consent_missing'] })
    expect(code(decide('cancelled'), openSession(opening))).toBe('session_incomplete')
  })

  const second = (seconds: number) => new Date(Date.parse(now) + seconds * 1000).toISOString()
  test.each([
    ['to no text', { textVersion: '' }, 'consent_text_unknown'],
    ['to a text of another century', { textVersion: '2099' }, 'consent_text_unknown'],
    ['to a text with a blank behind it', { textVersion: '2026-01 ' }, 'consent_text_unknown'],
    ['of before the visit', { givenAt: second(-1) }, 'consent_outside_session'],
    ['of later than now', { givenAt: second(1) }, 'consent_outside_session'],
    ['at no time', { givenAt: '' }, 'consent_outside_session'],
  ])('a consent %s is refused at once', (_what, change, refused) => {
    const given = { type: 'consent_given' as const, consent: { ...consent, ...change } }
    expect(code(given, after([found()]))).toBe(refused)
    const draft = { ...draftOf(atDocument(), now)!, consent: given.consent }
    const resumed = after([found()], resumeDraft(draft, { ...context, operator: opening.operator }))
    expect([resumed.step, resumed.consent]).toEqual(['application', null])
  })
})

describe('document', () => {
  const problem = { code: 'mrz_check_digit_failed', line: 1, from: 9, to: 10 } as const
  const flawed = { ...passportReading, problems: [problem] }

  test('with a problem stays, shows it and costs a picture', () => {
    const state = after([submitted(flawed)], atDocument())
    expect(view(state)).toMatchObject({
      step: 'document',
      failure: { code: 'mrz_check_digit_failed' },
      document: { attempts: 1, attemptsAllowed: 5, type: 'passport' },
    })
    expect(after([submitted(flawed, { source: 'typed' })], atDocument()).document.attempts).toBe(0)
  })

  test('in doubt waits for a second reading that agrees, or for the keyboard', () => {
    const doubtful = submitted(passportReading, { certain: false })
    const once = after([doubtful], atDocument())
    expect(view(once)).toMatchObject({ step: 'document', failure: null })
    expect(after([doubtful], once).step).toBe('chip')
    expect(after([submitted({ ...passportReading, lines: ['A', 'B'] }, { certain: false })], once).step).toBe(
      'document',
    )
    expect(after([submitted(passportReading, { certain: false, source: 'typed' })], atDocument()).step).toBe('chip')
    const uncertain = [{ line: 0, column: 5 }]
    const marked = after([submitted(passportReading, { uncertain })], atDocument())
    expect(view(marked)).toMatchObject({ step: 'document', document: { uncertain } })
    expect(after([submitted(passportReading, { uncertain })], marked).step).toBe('document')
  })

  test('pictures are capped, the keyboard is not', () => {
    const failed: SessionEvent = { type: 'capture_failed', kind: 'document', code: 'mrz_not_found' }
    const four = after([failed, failed, failed, failed], atDocument())
    expect(four.failure?.code).toBe('mrz_not_found')
    expect(view(four).decision.blockers).toEqual([])
    const five = after([failed], four)
    expect(five.failure?.code).toBe('mrz_capture_attempts_exhausted')
    expect(code(submitted(passportReading), five)).toBe('mrz_capture_attempts_exhausted')
    expect(code(submitted(passportReading, { source: 'image' }), five)).toBe('mrz_capture_attempts_exhausted')
    expect(after([submitted(passportReading, { source: 'typed' })], five).step).toBe('chip')
    expect(code({ ...failed, kind: 'person' } as SessionEvent, four)).toBe('session_wrong_step')
    expect(view(five).decision).toMatchObject({
      blockers: ['capture_attempts_exhausted'],
      suggestedReasons: ['capture_failed'],
    })
    const ended = after([decide('unverifiable', ['capture_failed'])], five)
    expect(packetFacts(ended)).toMatchObject({ document: null, identity: null, match: [], eligibility: [] })
  })

  test('a picture that the clerk corrected stays a picture, and costs none', () => {
    const misread = { ...flawed, lines: ['P<FRAMARTIN', '2OAB00001'] }
    const mended = { ...passportReading, lines: ['P<FRAMARTIN', '20AB00001'] }
    const made = { line: 1, column: 1, from: 'O', to: '0', by: 'clerk' } as const
    const lookedOver = { certain: true, corrections: [made] }
    const four = { ...atDocument(), document: { ...atDocument().document, attempts: 4 } }
    const five = after([submitted(misread)], four)
    expect(view(five).document).toMatchObject({ attempts: 5, source: 'camera' })
    expect(code(submitted(mended, { certain: true }), five)).toBe('mrz_capture_attempts_exhausted')
    expect(code(submitted(mended, { ...lookedOver, certain: false }), five)).toBe('mrz_capture_attempts_exhausted')
    const elsewhere = [
      { ...made, line: 0 },
      { ...made, column: 2 },
      { ...made, by: 'check_digit' as const },
    ]
    expect(code(submitted(mended, { certain: true, corrections: elsewhere }), five)).toBe(
      'mrz_capture_attempts_exhausted',
    )
    const still = after([submitted({ ...misread, lines: mended.lines }, lookedOver)], five)
    expect(view(still)).toMatchObject({ step: 'document', document: { attempts: 5, source: 'camera' } })
    expect(view(after([submitted(mended, lookedOver)], five))).toMatchObject({
      step: 'chip',
      document: { attempts: 5, source: 'camera', corrections: [made] },
    })
  })

  test('lines of another layout are another picture', () => {
    const once = after([submitted(flawed, { source: 'image' })], atDocument())
    const other = { ...flawed, format: 'TD1' as const, lines: [...flawed.lines, flawed.lines[1]!] }
    expect(after([submitted(other, { source: 'image', certain: true })], once).document.attempts).toBe(2)
  })

  test('corrections are shown', () => {
    const corrections = [{ line: 0, column: 5, from: '0', to: 'O', by: 'clerk' as const }]
    expect(view(after([submitted(passportReading, { corrections })], atDocument())).document.corrections).toEqual(
      corrections,
    )
  })

  test('without a chip goes straight to the comparison', () => {
    const state = after([submitted(oldCardReading)], atDocument())
    expect(view(state)).toMatchObject({ step: 'comparison', chip: { phase: 'no_chip', unavailableReason: 'no_chip' } })
    expect(stepsOf(state)).toContain('chip:skipped')
    expect(code({ type: 'went_back', to: 'chip' }, state)).toBe('session_wrong_step')
    expect(after([{ type: 'went_back', to: 'document' }], state).chip.phase).toBe('idle')
  })

  test('expired is told at once, and all the rest can still be seen', () => {
    const state = after([submitted({ ...passportReading, expiryDate: '2026-06-14' })], atDocument())
    expect(view(state)).toMatchObject({ step: 'chip', decision: { blockers: ['document_expired'] } })
    const compared = after([{ type: 'chip_declared_unavailable', reason: 'reader_defective' }], state)
    const decision = after([{ type: 'comparison_confirmed' }], compared)
    expect(view(decision)).toMatchObject({
      step: 'decision',
      decision: { allowed: ['refused', 'unverifiable', 'cancelled'], blockers: ['document_expired', 'chip_required'] },
    })
    expect(view(decision).decision.suggestedReasons).toEqual(['document_expired', 'reader_unavailable'])
    expect(stepsOf(decision)).toEqual([
      'application:passed',
      'document:failed',
      'chip:failed',
      'comparison:passed',
      'inspection:skipped',
      'person:skipped',
      'decision:current',
      'receipt:ahead',
    ])
    expect(code({ type: 'went_back', to: 'inspection' }, decision)).toBe('session_wrong_step')
    expect(code({ type: 'went_back', to: 'person' }, decision)).toBe('session_wrong_step')
  })

  test('of another kind is refused', () => {
    const state = after([submitted(foreignReading), { type: 'comparison_confirmed' }], atDocument())
    expect(view(state)).toMatchObject({ step: 'decision', document: { type: 'other' } })
    expect(view(state).decision.blockers).toEqual(['document_not_accepted', 'document_type_mismatch', 'match_failed'])
    expect(code(decide('approved'), state)).toBe('document_not_accepted')
  })
})

describe('the citizen’s word on what was read', () => {
  const said: SessionEvent = { type: 'citizen_answered', citizen: { answer: 'wrong', language: 'ar', at: now } }

  test('is kept with the visit from the comparison on, moves nothing, and goes with what was read', () => {
    expect(code(said, atChip())).toBe('session_wrong_step')
    const heard = after([said], atComparison())
    expect(view(heard)).toMatchObject({ step: 'comparison', citizen: { answer: 'wrong', language: 'ar' } })
    expect(view(after([said], atDecision())).citizen).toEqual(said.citizen)
    expect(view(after([{ type: 'went_back', to: 'chip' }], heard)).citizen).toBeNull()
  })
})

describe('chip', () => {
  const start: SessionEvent = { type: 'chip_requested', can: null }
  const failedWith = (failure: string): SessionEvent =>
    ({ type: 'chip_failed', code: failure, detail: 'why' }) as SessionEvent

  test('is read with the MRZ or with the number on the card', () => {
    // The read begins with the step: the clerk lays the document down and touches nothing.
    const byMrz = atChip()
    expect(view(byMrz).chip.phase).toBe('waiting')
    expect(effectOf(byMrz)).toMatchObject({
      type: 'read_chip',
      password: { kind: 'mrz', ...passportReading.keys },
      mrzLines: passportReading.lines,
    })
    expect(view(byMrz).busy).toBe(true)
    const byCan = after([{ type: 'chip_requested', can: '123456' }], byMrz)
    expect(effectOf(byCan)).toMatchObject({ password: { kind: 'can', can: '123456' }, mrzKeys: passportReading.keys })
    expect(effectOf(byCan)?.key).not.toBe(effectOf(byMrz)?.key)
    expect(effectOf(after([start], after([submitted({ ...passportReading, keys: null })], atDocument())))).toBeNull()
  })

  test('does not begin by itself when its attempts are used up or the MRZ gives no key', () => {
    const tired = { ...atDocument(), chip: { ...atDocument().chip, attempts: 5 } }
    expect(effectOf(after([submitted(passportReading)], tired))).toBeNull()
    expect(effectOf(after([submitted({ ...passportReading, keys: null })], atDocument()))).toBeNull()
  })

  test('shows its progress and can be stopped', () => {
    const progress = { stage: 'files', file: 'DG2', bytesRead: 10, bytesTotal: 100 } as const
    const files = [{ file: 'DG2', state: 'reading' as const }]
    const reading = after([start, { type: 'chip_progressed', progress, files }], atChip())
    expect(view(reading).chip).toMatchObject({ phase: 'reading', progress, files })
    const stopped = after([{ type: 'chip_stopped' }], reading)
    expect(view(stopped)).toMatchObject({ busy: false, chip: { phase: 'idle', progress: null, files: [] } })
    expect(after([{ type: 'chip_progressed', progress, files }], stopped)).toEqual(stopped)
    expect(after([chipRead()], stopped)).toEqual(stopped)
    expect(after([failedWith('chip_removed')], stopped)).toEqual(stopped)
    expect(after([{ type: 'chip_stopped' }], stopped)).toEqual(stopped)
  })

  test('forgets the number on the card when the read ends', () => {
    const asked = after([{ type: 'chip_requested', can: '987654' }], atChip())
    for (const end of [failedWith('chip_removed'), { type: 'chip_stopped' } as const, chipRead()])
      expect(JSON.stringify(after([end], asked))).not.toContain('987654')
  })

  test('that fails too often is not tried again; the reader costs no attempt', () => {
    const free = after([start, failedWith('reader_none'), start, failedWith('chip_not_present')], atChip())
    expect(view(free).chip).toMatchObject({ attempts: 0, phase: 'failed', asksForCan: false })
    expect(free.failure).toEqual({ code: 'chip_not_present', detail: 'why' })
    const once = [start, failedWith('chip_removed')]
    const four = after([once, once, once, once].flat(), atChip())
    expect(four.failure?.code).toBe('chip_removed')
    const five = after(once, four)
    expect(five.failure).toEqual({ code: 'capture_attempts_exhausted', detail: 'chip_removed' })
    expect(code(start, five)).toBe('capture_attempts_exhausted')
    const back = after([{ type: 'went_back', to: 'document' }, submitted(passportReading)], five)
    expect(code(start, back)).toBe('capture_attempts_exhausted')
  })

  test.each(['chip_can_required', 'chip_wrong_can', 'chip_wrong_mrz', 'chip_access_denied'])(
    '%s asks for the CAN',
    (it) => {
      expect(view(after([start, failedWith(it)], atChip())).chip.asksForCan).toBe(true)
    },
  )

  test('genuine replaces the MRZ and wipes nothing the clerk still needs', () => {
    const state = atComparison()
    expect(view(state)).toMatchObject({
      identity: { source: 'chip' },
      chip: { phase: 'read', accessProtocol: 'PACE', attempts: 0, portrait: { width: 413 } },
      comparison: { confirmed: false },
      failure: null,
      deferred: [],
      provisional: false,
    })
  })

  test.each([
    [check('signature', 'failed', 'x'), 'chip_not_genuine'],
    [check('hashes', 'failed', 'x'), 'chip_not_genuine'],
    [check('chain', 'failed', 'x'), 'chip_not_genuine'],
    [check('revocation', 'failed', 'x'), 'chip_not_genuine'],
    [check('no_downgrade', 'failed', 'x'), 'chip_not_genuine'],
    [check('active_authentication', 'failed', 'x'), 'chip_copied'],
    [check('chip_authentication', 'failed', 'x'), 'chip_copied'],
    [check('active_authentication', 'not_possible', 'algorithm_unknown'), 'chip_unreadable'],
    [check('chain', 'not_possible', 'csca_unknown'), 'chip_unreadable'],
  ] as const)('that is not proved does not count: %o', (changed, reason) => {
    const state = after([start, chipRead(withCheck(changed))], atChip())
    expect(view(state)).toMatchObject({
      step: 'comparison',
      identity: { source: 'mrz' },
      failure: { code: 'chip_not_genuine' },
      chip: { attempts: 1 },
      decision: { blockers: ['chip_not_genuine'], suggestedReasons: [reason], overridable: [] },
    })
    expect(after([{ type: 'comparison_confirmed' }], state).step).toBe('decision')
    expect(code(decide('approved'), state)).toBe('chip_not_genuine')
  })

  test('whose issuer nobody here knows speaks for nothing and against nothing', () => {
    const open = (reason: string) =>
      after([start, chipRead(withCheck(check('chain', 'not_possible', reason)))], atChip())
    expect(view(open('trust_empty'))).toMatchObject({
      step: 'comparison',
      identity: { source: 'mrz' },
      failure: { code: 'chip_not_verifiable_here' },
      chip: { attempts: 0 },
      decision: { allowed: ['unverifiable', 'cancelled'], blockers: ['chip_not_verifiable_here'] },
    })
    // left to central: the print is compared, and the approval is provisional
    expect(view(open('csca_missing'))).toMatchObject({
      failure: null,
      identity: { source: 'mrz' },
      provisional: true,
      deferred: ['chain'],
    })
  })

  test('that says otherwise than the print speaks against the print', () => {
    const other = { ...chipRead(), mrzLines: ['P<FRA', 'x'] } as SessionEvent
    expect(view(after([start, other], atChip()))).toMatchObject({
      step: 'comparison',
      identity: { source: 'mrz' },
      decision: { blockers: ['chip_not_genuine'], suggestedReasons: ['document_suspected_forged'], overridable: [] },
    })
  })

  test('keeps the verdict it once had in this visit', () => {
    const copied = withCheck(check('active_authentication', 'failed', 'x'))
    const first = after([start, chipRead(copied)], atChip())
    const back = after([{ type: 'went_back', to: 'chip' }], first)
    expect(code({ type: 'chip_declared_unavailable', reason: 'chip_defective' }, back)).toBe('chip_not_genuine')
    const again = after([start, chipRead()], back)
    expect(view(again).decision).toMatchObject({ blockers: ['chip_not_genuine'], suggestedReasons: ['chip_copied'] })
    expect(packetFacts(after([decide('refused', ['chip_copied'])], again)).visit.evidence.reads).toHaveLength(2)
  })

  test('that offers no proof of being the original is taken', () => {
    const checks = withCheck(check('active_authentication', 'not_possible', 'card_has_none'))
    expect(after([start, chipRead(checks)], atChip()).failure).toBeNull()
  })

  test('without a revocation list leaves that to central', () => {
    const checks = withCheck(check('revocation', 'not_possible', 'no_crl'))
    expect(view(after([start, chipRead(checks)], atChip()))).toMatchObject({
      deferred: ['revocation'],
      provisional: false,
    })
  })

  test('unavailable needs a manager', () => {
    const state = after([{ type: 'chip_declared_unavailable', reason: 'chip_defective' }], atChip())
    expect(view(state)).toMatchObject({
      step: 'comparison',
      chip: { phase: 'unavailable', unavailableReason: 'chip_defective' },
      decision: { blockers: ['chip_required'], suggestedReasons: ['chip_unreadable'] },
    })
    const decision = after(
      [{ type: 'person_judged', judgement: 'same', differing: [], picture: 'live', noPictureReason: null }],
      inspected(after([{ type: 'comparison_confirmed' }], printSeen(state))),
    )
    expect(code({ type: 'comparison_confirmed' }, state)).toBe('print_not_compared')
    expect(code(decide('approved'), decision)).toBe('chip_required')
    expect(view(decision).decision).toMatchObject({
      allowed: ['unverifiable', 'cancelled'],
      overridable: ['chip_required'],
    })
  })
})

describe('going back', () => {
  const back = (to: string): SessionEvent => ({ type: 'went_back', to }) as SessionEvent

  test('judges again what came after', () => {
    const state = atDecision()
    const person = after([back('person')], state)
    expect(person).toMatchObject({ step: 'person', person: { judgement: null } })
    const inspection = after([back('inspection')], state)
    expect(inspection.step).toBe('inspection')
    expect(inspection.inspection.every((prompt) => prompt.answer === null)).toBe(true)
    expect(inspection.inspection.map((p) => p.featureId)).toEqual(state.inspection.map((p) => p.featureId))
    const comparison = after([back('comparison')], state)
    expect(comparison).toMatchObject({ step: 'comparison', comparisonConfirmed: false, inspection: [] })
    expect(comparison.chip.phase).toBe('read')
    const application = after([back('application')], state)
    expect(application).toMatchObject({ step: 'application', consent: null, document: { reading: null } })
  })

  test('to the chip needs its keys, and else the document', () => {
    expect(after([back('chip')], atComparison())).toMatchObject({ step: 'chip', chip: { phase: 'idle', checks: [] } })
    expect(after([back('chip')], atInspection())).toMatchObject({ step: 'document', document: { reading: null } })
    expect(JSON.stringify(atInspection().document)).not.toContain('850307"')
  })

  test('never goes forward, to the same step, or from the receipt', () => {
    expect(code(back('comparison'), atComparison())).toBe('session_wrong_step')
    expect(code(back('decision'), atComparison())).toBe('session_wrong_step')
    expect(code(back('document'), after([decide('approved'), sealed], atDecision()))).toBe('session_wrong_step')
  })

  test('leaves a read behind that reports too late', () => {
    const reading = after([{ type: 'chip_requested', can: null }], atChip())
    const left = after([back('document')], reading)
    expect(effectOf(left)).toBeNull()
    expect(after([chipRead()], left)).toEqual(left)
  })
})

describe('person', () => {
  const failed: SessionEvent = { type: 'capture_failed', kind: 'person', code: 'person_picture_unusable' }

  test('a live portrait that keeps failing leaves the person undetermined', () => {
    const four = after([failed, failed, failed, failed], atPerson())
    expect(view(four)).toMatchObject({
      step: 'person',
      failure: null,
      person: { attempts: 4, attemptsAllowed: 5, judgement: null },
    })
    expect(
      code({ type: 'person_judged', judgement: 'same', differing: [], picture: 'live', noPictureReason: null }, four),
    ).toBe('accepted')
    const five = after([failed], four)
    expect(view(five)).toMatchObject({
      step: 'decision',
      person: { judgement: 'undetermined' },
      failure: { code: 'capture_attempts_exhausted' },
      decision: { blockers: ['person_unconfirmed'], overridable: ['person_unconfirmed'] },
    })
    const again = after([{ type: 'went_back', to: 'person' }], five)
    expect(
      code({ type: 'person_judged', judgement: 'same', differing: [], picture: 'live', noPictureReason: null }, again),
    ).toBe('capture_attempts_exhausted')
    expect(
      code(
        { type: 'person_judged', judgement: 'different', differing: ['ears'], picture: 'live', noPictureReason: null },
        again,
      ),
    ).toBe('accepted')
    expect(code({ ...failed, kind: 'document' } as SessionEvent, four)).toBe('session_wrong_step')
  })

  test('somebody else is refused, whoever asks', () => {
    const state = atDecision('different')
    expect(view(state).decision).toMatchObject({
      blockers: ['person_different'],
      suggestedReasons: ['person_not_holder'],
      overridable: [],
      allowed: ['refused', 'cancelled'],
    })
    expect(stepsOf(state)).toContain('person:failed')
  })
})

describe('deciding', () => {
  test('needs grounds to refuse and a reason to leave open', () => {
    const state = atDecision('undetermined')
    expect(code(decide('refused'), state)).toBe('reason_required')
    expect(code(decide('refused', ['reader_unavailable', 'person_undetermined']), state)).toBe('reason_required')
    expect(code(decide('refused', ['person_not_holder', 'person_undetermined']), state)).toBe('reason_required')
    expect(code(decide('unverifiable'), state)).toBe('reason_required')
    expect(code(decide('unverifiable', ['person_undetermined']), state)).toBe('accepted')
    expect(code(decide('cancelled'), state)).toBe('accepted')
    expect(code(decide('approved'), state)).toBe('person_unconfirmed')
    expect(code(decide('unverifiable', ['reader_unavailable']), atDecision())).toBe('outcome_not_allowed')
    expect(code(decide('approved', ['citizen_left']), atDecision())).toBe('outcome_not_allowed')
    expect(code(decide('refused', ['person_not_holder']), atDecision())).toBe('outcome_not_allowed')
    const other = atDecision('different')
    expect(after([decide('refused', ['person_not_holder', 'person_not_holder'])], other).decision).toEqual({
      outcome: 'refused',
      reasons: ['person_not_holder'],
    })
  })

  test('is forgotten by whatever happens before the sealing', () => {
    const decided = after([decide('approved')], atDecision())
    expect(after([{ type: 'failure_cleared' }], decided).decision).toBeNull()
    expect(after([{ type: 'went_back', to: 'person' }], decided).decision).toBeNull()
    expect(code(sealed, atDecision())).toBe('session_incomplete')
  })

  test('is not for operators whose training lapsed, on the day it does', () => {
    const trainedOn = '2025-06-15'
    const lapsed = { ...atDecision(), operator: { ...opening.operator, trainedOn } }
    expect(view(lapsed).decision).toMatchObject({ allowed: ['cancelled'], blockers: ['operator_training_expired'] })
    for (const outcome of ['approved', 'refused', 'unverifiable'] as const)
      expect(code(decide(outcome, ['declared_differs']), lapsed)).toBe('operator_training_expired')
    expect(code(decide('cancelled'), lapsed)).toBe('accepted')
    const dayBefore = { ...context, today: '2026-06-14' }
    expect(view(after([{ type: 'failure_cleared' }], lapsed, dayBefore)).decision.allowed).toContain('approved')
  })

  test('judges by the day and policy of the moment', () => {
    const tomorrow = { ...context, today: '2031-01-01', policy: { ...defaultPolicy, trainingValidMonths: 60 } }
    const late = after(
      [{ type: 'failure_cleared' }],
      { ...atDecision(), operator: { ...opening.operator, trainedOn: '2030-01-01' } },
      tomorrow,
    )
    expect(view(late).decision.blockers).toEqual(['document_expired'])
  })

  test('abroad is out', () => {
    const address = { ...declared.address, country: 'BEL' }
    const state = after([found({ declared: { ...declared, address } }), consented])
    expect(view(state).decision).toMatchObject({
      blockers: ['address_not_french'],
      suggestedReasons: ['address_not_french'],
    })
    expect(code(decide('approved'), state)).toBe('address_not_french')
  })

  test('offline is provisional and names what central settles', () => {
    const offline = after([found({}, { offline: true, lostStolenChecked: false }), consented])
    expect(view(offline)).toMatchObject({
      provisional: true,
      deferred: ['application_state', 'lost_stolen', 'operator_state'],
    })
    const read = after([submitted(oldCardReading)], offline)
    expect(view(read).comparison?.eligibility.find((it) => it.rule === 'lost_stolen')?.verdict).toBe('deferred')
    const done = after([decide('refused', ['declared_differs']), sealed], read)
    expect(view(done).deferred).toEqual(['application_state', 'lost_stolen', 'operator_state'])
  })
})

describe('override', () => {
  const given = {
    gate: 'person_unconfirmed',
    managerId: 'andrea.durand',
    reason: 'portrait_unlike_illness',
    text: 'Seen and known since the operation of last year.',
    givenAt: now,
    signature: 'a.b.c',
  } as const
  const granted = (change = {}, managerRole = 'manager'): SessionEvent =>
    ({ type: 'override_granted', override: { ...given, ...change }, managerRole }) as SessionEvent

  test('releases one gate in one case', () => {
    const state = after([granted()], atDecision('undetermined'))
    expect(view(state).decision).toMatchObject({
      allowed: ['approved', 'cancelled'],
      blockers: [],
      overridable: [],
      overrides: [{ gate: 'person_unconfirmed', managerId: 'andrea.durand' }],
    })
    expect(packetFacts(after([decide('approved')], state)).overrides).toEqual([given])
  })

  test.each([
    [granted({}, 'clerk'), 'override_not_manager'],
    [granted({}, 'postman'), 'override_not_manager'],
    [granted({ managerId: 'claude.martin' }), 'override_own_case'],
    [granted({ managerId: 'CLAUDE.Martin' }), 'override_own_case'],
    [granted({ managerId: 'ｃlaude.martin ' }), 'override_own_case'],
    [granted({ text: '         x' }), 'override_reason_missing'],
    [granted({ reason: 'chip_defective' }), 'override_reason_missing'],
    [granted({ gate: 'chip_required', reason: 'chip_defective' }), 'outcome_not_allowed'],
  ])('is refused: %o', (event, expected) => {
    expect(code(event, atDecision('undetermined'))).toBe(expected)
  })

  test('is not for the manager who opened or made the application', () => {
    for (const change of [{ openedBy: 'andrea.durand' }, { applicantOperatorId: 'andrea.durand' }]) {
      const state = atDecision('undetermined')
      const involved = { ...state, application: { ...application, ...change } }
      expect(code(granted(), involved)).toBe('override_own_case')
    }
  })

  test('cannot release a fault, nor anything where the policy forbids it', () => {
    expect(code(granted(), atDecision('different'))).toBe('outcome_not_allowed')
    const policy = { ...defaultPolicy, overrideAllowed: false }
    const state = after([granted()], atDecision('undetermined'))
    const strict = after([{ type: 'failure_cleared' }], state, { ...context, policy })
    expect(view(strict).decision).toMatchObject({ blockers: ['person_unconfirmed'], overridable: [] })
    expect(view(strict).decision.allowed).not.toContain('approved')
    expect(() => reduceSession(atDecision('undetermined'), granted(), { ...context, policy })).toThrow(
      'outcome_not_allowed',
    )
  })

  test('falls with what it released when the clerk goes back, and only then', () => {
    const unread = after([{ type: 'chip_declared_unavailable', reason: 'chip_defective' }], atChip())
    const chipless = after([{ type: 'comparison_confirmed' }], printSeen(unread))
    const decision = after(
      [{ type: 'person_judged', judgement: 'same', differing: [], picture: 'live', noPictureReason: null }],
      inspected(chipless),
    )
    const released = after([granted({ gate: 'chip_required', reason: 'chip_defective' })], decision)
    expect(view(released).decision.allowed).toContain('approved')
    expect(after([{ type: 'went_back', to: 'person' }], released).overrides).toHaveLength(1)
    expect(after([{ type: 'went_back', to: 'comparison' }], released).overrides).toHaveLength(1)
    expect(after([{ type: 'went_back', to: 'chip' }], released).overrides).toEqual([])
  })
})

describe('inspection', () => {
  test('a missing feature fails it; a manager may release wear', () => {
    const state = after(
      [{ type: 'person_judged', judgement: 'same', differing: [], picture: 'live', noPictureReason: null }],
      inspected(atInspection(), 'absent'),
    )
    expect(view(state).decision).toMatchObject({
      blockers: ['inspection_failed'],
      overridable: ['inspection_failed'],
      suggestedReasons: ['document_suspected_forged'],
    })
    expect(stepsOf(state)).toContain('inspection:failed')
  })

  test('what was not asked cannot be answered', () => {
    expect(code({ type: 'inspection_answered', featureId: 'cnie_relief', answer: 'present' }, atInspection())).toBe(
      'session_wrong_step',
    )
  })

  test('a permit whose length no chip tells is settled by the eye', () => {
    const own = { ...declared, documentType: 'residence_permit', nationality: 'MAR' } as const
    const unread = after([
      found({ declared: own }),
      consented,
      submitted(permitReading),
      { type: 'chip_declared_unavailable', reason: 'chip_defective' },
    ])
    const compared = after([{ type: 'comparison_confirmed' }], printSeen(unread))
    expect(compared.inspection[0]).toEqual({ featureId: 'permit_length_printed', answer: null })
    expect(compared.inspection).toHaveLength(4)
    const short = after(
      [{ type: 'inspection_answered', featureId: 'permit_length_printed', answer: 'absent' }],
      compared,
    )
    expect(view({ ...short, step: 'decision' }).decision.blockers).toContain('permit_too_short')
    const long = inspected(compared)
    expect(view({ ...long, step: 'decision' }).decision.blockers).not.toContain('permit_too_short')
  })
})

describe('blockers', () => {
  const shown = (state: SessionState) => view(state).decision.blockers
  test('show what was found at once, and what was left undone when its step is over', () => {
    expect(shown(openSession(opening))).toEqual([])
    const stranger = found({ declared: { ...declared, birthName: 'Durand', givenNames: ['Zoé'] } })
    const differing = after([stranger, consented, submitted(passportReading)])
    expect(shown(differing)).toEqual([])
    const compared = after([{ type: 'chip_requested', can: null }, chipRead()], differing)
    expect(shown(compared)).toEqual(['match_failed'])
    expect(view(compared).decision.suggestedReasons).toEqual(['declared_differs'])
    const flawless = [atDocument(), atChip(), atComparison(), atInspection(), atPerson()]
    for (const state of flawless) expect(shown(state)).toEqual([])
    const early = { ...passportReading, expiryDate: '2020-01-01', problems: [] }
    expect(shown(after([submitted(early, { certain: false })], atDocument()))).toEqual(['document_expired'])
    const lapsed = { ...after([found()]), operator: { ...opening.operator, trainedOn: '2020-01-01' } }
    expect(shown(lapsed)).toEqual(['operator_training_expired', 'consent_missing'])
    expect(view(lapsed).decision.suggestedReasons).toEqual(['consent_withdrawn'])
  })
  test('allow approval at the decision only', () => {
    const ready = atDecision()
    expect(view({ ...ready, step: 'person' }).decision).toMatchObject({ allowed: ['cancelled'] })
    expect(view({ ...atDecision('undetermined'), step: 'person' }).decision.overridable).toEqual([])
  })
})

describe('midnight', () => {
  test('leaves no rule open that was closed when the prompts were chosen', () => {
    const own = { ...declared, documentType: 'cni_1995', documentNumber: '120597401234' } as const
    const read = after([found({ declared: own }), consented, submitted(oldCardReading)])
    const compared = after([{ type: 'comparison_confirmed' }], printSeen(read))
    const policy = { ...defaultPolicy, trainingValidMonths: 60 }
    const at = (today: string) => ({ ...context, today, policy })
    const inspection = after([{ type: 'failure_cleared' }], compared, at('2027-04-30'))
    const decision = after(
      [{ type: 'person_judged', judgement: 'same', differing: [], picture: 'live', noPictureReason: null }],
      inspected(inspection),
      at('2027-04-30'),
    )
    expect(view(decision).decision.blockers).toEqual([])
    const later = after([{ type: 'failure_cleared' }], decision, at('2027-05-01'))
    expect(view(later).decision).toMatchObject({ blockers: ['inspection_incomplete'], overridable: [] })
    const again = after([{ type: 'went_back', to: 'inspection' }], later, at('2027-05-01'))
    expect(again.inspection[0]).toEqual({ featureId: 'cni_validity_printed', answer: null })
  })
})

describe('draft', () => {
  const operator = opening.operator

  test('resumes at the document once the application is looked up, and holds nothing personal', () => {
    const failed: SessionEvent = { type: 'capture_failed', kind: 'document', code: 'mrz_not_found' }
    const state = after([submitted(passportReading)], after([failed], atDocument()))
    const draft = JSON.parse(JSON.stringify(draftOf(state, now))) as NonNullable<ReturnType<typeof draftOf>>
    expect(draft).toMatchObject({ step: 'document', savedAt: now, attempts: { document: 1, chip: 0, person: 0 } })
    for (const secret of ['21AB12345', 'Lef', 'LEF', '1985', 'Essais', 'example'])
      expect(JSON.stringify(draft)).not.toContain(secret)
    const resumed = resumeDraft(draft, { ...context, operator })
    expect(view(resumed)).toMatchObject({ step: 'application', busy: true, sessionId: opening.sessionId })
    const found2 = after([found()], resumed)
    expect(view(found2)).toMatchObject({
      step: 'document',
      consent: { textVersion: '2026-01' },
      document: { attempts: 1 },
    })
    expect(found2.randomSeed).toBe(42)
  })

  test('without consent resumes at the application', () => {
    const draft = draftOf(after([found()]), now)!
    expect(draft.step).toBe('application')
    expect(after([found()], resumeDraft(draft, { ...context, operator })).step).toBe('application')
  })

  test('keeps the caps of chip and person', () => {
    const state = {
      ...atPerson(),
      person: { ...atPerson().person, attempts: 5 },
      chip: { ...atPerson().chip, attempts: 4 },
    }
    const resumed = resumeDraft(draftOf(state, now)!, { ...context, operator })
    expect(resumed).toMatchObject({ person: { attempts: 5, judgement: null }, chip: { attempts: 4, phase: 'idle' } })
  })

  test('is refused to an operator who may not verify it', () => {
    const draft = draftOf(atDocument(), now)!
    const other = resumeDraft(draft, { ...context, operator: { ...operator, operatorId: 'dominique' } })
    expect(after([found({ openedBy: 'dominique' })], other).failure?.code).toBe('self_verification')
  })

  test('lapses with the policy, and with its version', () => {
    const draft = draftOf(atDocument(), now)!
    const at = (time: string) => resumeDraft(draft, { ...context, now: time, operator })
    expect(at('2026-06-16T10:00:00.000Z').step).toBe('application')
    expect(() => at('2026-06-16T10:00:00.001Z')).toThrow('draft_expired')
    expect(() => resumeDraft({ ...draft, version: 2 as 1 }, { ...context, operator })).toThrow('draft_unknown')
  })

  test('is not kept of a sealed session', () => {
    expect(draftOf(after([decide('approved'), sealed], atDecision()), now)).toBeNull()
  })
})

import type { Application } from '../../contract/application.ts'
import type { ChipCheck, ChipCheckName } from '../../contract/check.ts'
import type { ReadEvidence } from '../../contract/evidence.ts'
import type { Declared, DocumentIdentity } from '../../contract/identity.ts'
import type { PrintedAnswer } from '../../contract/match.ts'
import type { MrzCapture, MrzReading } from '../../contract/mrz.ts'
import { defaultPolicy } from '../../contract/policy.ts'
import type { SessionContext, SessionEvent } from '../session/events.ts'
import { examineSession } from '../session/facts.ts'
import { reduceSession } from '../session/reduce.ts'
import { openSession } from '../session/state.ts'
import type { SessionOpening, SessionState } from '../session/state.ts'

/** Made-up people and documents for the tests of this layer: nothing here exists. */
export const now = '2026-06-15T10:00:00.000Z'
export const today = '2026-06-15'
export const context: SessionContext = { now, today, policy: defaultPolicy, rosterOld: false, timeProof: 'central' }

export const declared: Declared = {
  birthName: 'Lefèvre',
  usageName: null,
  givenNames: ['Zoé', 'Marie-Claire'],
  birthDate: '1985-03-07',
  birthPlace: { name: 'Saint-Denis', inseeCode: '97411', country: 'FRA' },
  sex: 'F',
  nationality: 'FRA',
  address: { lines: ['1 rue des Essais'], postcode: '75012', city: 'Paris', country: 'FRA' },
  email: 'zoe@example.org',
  phone: '+33600000000',
  documentType: 'passport',
  documentNumber: '21AB12345',
}

export const application: Application = {
  applicationId: '01890000-0000-7000-8000-000000000001',
  reference: '7KD-2M9-QX4T',
  status: 'open',
  channel: 'counter',
  declared,
  openedBy: null,
  applicantOperatorId: null,
  createdAt: '2026-06-01T08:00:00.000Z',
  expiresAt: '2026-07-01T08:00:00.000Z',
}

export const passportReading: MrzReading = {
  format: 'TD3',
  lines: ['P<FRALEFEVRE<<ZOE<MARIE<CLAIRE'.padEnd(44, '<'), '21AB123450FRA8503074F3012316<<<<<<<<<<<<<<00'],
  documentCode: 'P',
  issuer: 'FRA',
  documentNumber: '21AB12345',
  surname: 'LEFEVRE',
  givenNames: 'ZOE MARIE CLAIRE',
  nationality: 'FRA',
  birthDate: { year: 1985, month: 3, day: 7, iso: '1985-03-07' },
  sex: 'F',
  expiryDate: '2030-12-31',
  optionalData: '',
  truncated: false,
  department: null,
  office: null,
  issueYearMonth: null,
  checks: [],
  problems: [],
  notes: [],
  keys: { documentNumber: '21AB12345', birthDate: '850307', expiryDate: '301231' },
}

/** Card of 1995-2021 issued in May 2012, valid until May 2027 by the 15-year rule. */
export const oldCardReading: MrzReading = {
  ...passportReading,
  format: 'FRA2x36',
  lines: ['IDFRALEFEVRE<<<<<<<<<<<<<<<<<<974012', '1205974012349ZOE<<MARIE<CLA8503079F0'],
  documentCode: 'ID',
  documentNumber: '120597401234',
  nationality: null,
  expiryDate: null,
  department: '974',
  office: '012',
  issueYearMonth: '2012-05',
  keys: null,
}

export const permitReading: MrzReading = {
  ...passportReading,
  format: 'TD1',
  documentCode: 'IR',
  nationality: 'MAR',
  expiryDate: '2030-12-31',
}

export const foreignReading: MrzReading = { ...passportReading, issuer: 'BEL', nationality: 'BEL' }

export const captureOf = (reading: MrzReading, change: Partial<MrzCapture> = {}): MrzCapture => ({
  lines: reading.lines,
  source: 'camera',
  corrections: [],
  certain: reading.problems.length === 0,
  uncertain: [],
  ...change,
})

export const submitted = (reading: MrzReading, change: Partial<MrzCapture> = {}): SessionEvent => ({
  type: 'mrz_submitted',
  reading,
  capture: captureOf(reading, change),
})

export const check = (name: ChipCheckName, verdict: ChipCheck['verdict'] = 'passed', reason: string | null = null) => ({
  name,
  verdict,
  reason,
  detail: null,
})

export const genuineChecks: ChipCheck[] = [
  check('access'),
  check('signature'),
  check('hashes'),
  check('chain'),
  check('revocation'),
  check('chip_authentication', 'not_possible', 'card_has_none'),
  check('active_authentication'),
  check('no_downgrade'),
  check('mrz_agrees'),
]

export const withCheck = (changed: ChipCheck): ChipCheck[] =>
  genuineChecks.map((known) => (known.name === changed.name ? changed : known))

export const chipIdentity: DocumentIdentity = {
  source: 'chip',
  surname: 'LEFÈVRE',
  usageName: null,
  givenNames: 'ZOÉ MARIE-CLAIRE',
  birthDate: '1985-03-07',
  birthPlace: 'SAINT-DENIS (974)',
  sex: 'F',
  nationality: 'FRA',
  documentNumber: '21AB12345',
  issuer: 'FRA',
  issueDate: '2021-01-01',
  expiryDate: '2030-12-31',
  namesTruncated: false,
}

export const portrait = { mediaType: 'image/jpeg', base64: 'AAAA', width: 413, height: 531 } as const

export const readEvidence: ReadEvidence = {
  at: now,
  accessProtocol: 'PACE',
  files: {},
  withheld: ['DG2'],
  activeAuthentication: null,
  witness: null,
  checks: [],
}

export const chipRead = (checks = genuineChecks, identity = chipIdentity): SessionEvent => ({
  type: 'chip_read',
  identity,
  mrzLines: passportReading.lines,
  birthYearFull: false,
  evidence: { ...readEvidence, checks },
  checks,
  portrait,
  accessProtocol: 'PACE',
})

export const opening: SessionOpening = {
  sessionId: '01890000-0000-7000-8000-000000000002',
  reference: application.reference,
  channel: 'counter',
  operator: { operatorId: 'claude.martin', role: 'clerk', trainedOn: '2026-01-10' },
  now,
  today,
  policy: defaultPolicy,
  rosterOld: false,
  timeProof: 'central',
  training: false,
  randomSeed: 42,
}

export const found = (change: Partial<Application> = {}, report = {}): SessionEvent => ({
  type: 'application_found',
  application: { ...application, ...change },
  offline: false,
  lostStolenChecked: true,
  ...report,
})

export const consent = { givenAt: now, textVersion: '2026-01', language: 'fr' } as const
export const consented: SessionEvent = { type: 'consent_given', consent }

/** The state after events, one by one. */
const longAgo = '2026-06-15T09:00:00.000Z'
/** As it stands before a clerk who takes their time. */
export const longSeen = (state: SessionState): SessionState =>
  state.shownAt === longAgo ? state : { ...state, shownAt: longAgo }

export function after(events: SessionEvent[], from: SessionState = openSession(opening), at = context): SessionState {
  return events.reduce((state, event) => longSeen(reduceSession(longSeen(state), event, at)), from)
}

/** Looks at every printed value that is asked for. */
export function printSeen(state: SessionState, answer: PrintedAnswer = 'same'): SessionState {
  const asked = examineSession(state).fields.filter((field) => field.class === 'print_needed' && field.printed === null)
  return after(
    asked.map(({ field }) => ({ type: 'print_compared', printed: { field, answer } })),
    state,
  )
}

/** Answers every prompt asked, those that come up on the way included. */
export function inspected(state: SessionState, answer: 'present' | 'absent' | 'cannot_tell' = 'present'): SessionState {
  const open = state.inspection.find((prompt) => prompt.answer === null)
  if (open === undefined) return state
  return inspected(after([{ type: 'inspection_answered', featureId: open.featureId, answer }], state), answer)
}

const readChipEvents: SessionEvent[] = [{ type: 'chip_requested', can: null }, chipRead()]

/** A session of a flawless passport, at the decision. */
export function atDecision(judgement: 'same' | 'different' | 'undetermined' = 'same'): SessionState {
  const compared = after([
    found(),
    consented,
    submitted(passportReading),
    ...readChipEvents,
    { type: 'comparison_confirmed' },
  ])
  return after(
    [{ type: 'person_judged', judgement, differing: [], picture: 'live', noPictureReason: null }],
    inspected(compared),
  )
}

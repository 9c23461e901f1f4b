import type { OutcomeReason } from '../../../src/contract/decision.ts'
import { ReceiptCheckName, type Receipt } from '../../../src/contract/receipt.ts'
import type { ChipCheck } from '../../../src/contract/check.ts'
import type { Declared, DocumentIdentity } from '../../../src/contract/identity.ts'
import type { EligibilityCheck, FieldMatch } from '../../../src/contract/match.ts'
import type { Session, Step } from '../../../src/contract/session.ts'
import type { StationStatus } from '../../../src/contract/status.ts'
import { Session as SessionSchema, Step as StepSchema } from '../../../src/contract/session.ts'
import { formatReference } from '../../../src/contract/reference.ts'
import { checkDigit } from '../../../src/emrtd/lds/mrz/check-digit.ts'
import { parseMrz } from '../../../src/emrtd/lds/mrz/parse.ts'
import { drawPortrait } from './portrait.ts'

export const today = '2026-11-21'
export const reference = formatReference('7KQ4M2X9D')

const id = (last: number) => `018f3a52-0000-7000-8000-00000000${String(last).padStart(4, '0')}`
export const packetId = id

export const operator = {
  operatorId: 'c-besson',
  displayName: 'Claire Besson',
  role: 'manager' as const,
  trainedOn: '2026-03-02',
  language: 'fr' as const,
  trainingDaysLeft: 101,
  mustReplacePin: false,
}

export const status: StationStatus = {
  stationId: 'st-0042',
  branchName: 'Bureau de Saint-Flour',
  training: false,
  playsOffline: false,
  kind: 'counter',
  setup: 'ready',
  standing: 'ordinary',
  update: null,
  thumbprint: '7K3M-9QXW-2A5D-C0RT-8ZBE-44HN',
  operator,
  locked: false,
  reader: { state: 'ready', name: 'Contactless reader 00 00' },
  network: { state: 'online', since: '2026-11-21T08:01:00Z', code: null },
  queue: { waiting: 0, parked: 0, oldestAt: null, visits: 0 },
  clock: { skewed: false, skewSeconds: 0, proof: 'central', locked: false },
  policyVersion: 1,
  strangerAt: null,
  trust: { anchors: 5, specimensRefused: 0, outdated: false },
  today,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  version: '0.1.0',
}

export const declared: Declared = {
  birthName: 'Lefèvre-Ndiaye',
  usageName: null,
  givenNames: ['Aïssatou', 'Marie', 'Zoé'],
  birthDate: '1991-04-17',
  birthPlace: { name: 'Saint-Étienne', inseeCode: '42218', country: 'FRA' },
  sex: 'F',
  nationality: 'FRA',
  address: { lines: ['12 rue des Tanneurs'], postcode: '15100', city: 'Saint-Flour', country: 'FRA' },
  email: 'specimen@example.org',
  phone: '+33 6 00 00 00 00',
  documentType: 'passport',
  documentNumber: '20AB31275',
}

function passportLines(number: string): string[] {
  const numbered = number + checkDigit(number)
  const birth = '910417' + checkDigit('910417')
  const expiry = '310302' + checkDigit('310302')
  const optional = '<<<<<<<<<<<<<<' + '0'
  const composite = checkDigit(numbered + birth + expiry + optional)
  return [
    'P<FRALEFEVRE<NDIAYE<<AISSATOU<MARIE<ZOE'.padEnd(44, '<'),
    `${numbered}FRA${birth}F${expiry}${optional}${composite}`,
  ]
}
const now = new Date(`${today}T12:00:00Z`)
export const mrz = parseMrz(passportLines(declared.documentNumber), { now })
/** The same zone with one wrong digit in the number: its check digits disagree. */
export const doubtfulMrz = parseMrz([mrz.lines[0]!, mrz.lines[1]!.replace('31275', '31Z75')], { now })

export const identity: DocumentIdentity = {
  source: 'chip',
  surname: 'LEFEVRE NDIAYE',
  usageName: null,
  givenNames: 'AISSATOU MARIE ZOE',
  birthDate: '1991-04-17',
  birthPlace: 'SAINT-ETIENNE',
  sex: 'F',
  nationality: 'FRA',
  documentNumber: declared.documentNumber,
  issuer: 'FRA',
  issueDate: '2021-03-03',
  expiryDate: '2031-03-02',
  namesTruncated: false,
}

const passed = (name: ChipCheck['name'], detail: string): ChipCheck => ({
  name,
  verdict: 'passed',
  reason: null,
  detail,
})
export const goodChecks: ChipCheck[] = [
  passed('access', 'PACE-ECDH-GM-AES-CBC-CMAC-256, brainpoolP256r1'),
  passed('signature', 'ECDSA P-384, SHA-384'),
  passed('hashes', 'SHA-256: DG1, DG2, DG11, DG14'),
  passed('chain', 'C=FR, O=Specimen, CN=CSCA-SPECIMEN 07'),
  { name: 'revocation', verdict: 'not_possible', reason: 'crl_missing', detail: null },
  passed('chip_authentication', 'id-CA-ECDH-AES-CBC-CMAC-128'),
  passed('no_downgrade', 'PACE'),
  passed('mrz_agrees', 'DG1'),
]

const same = (field: FieldMatch['field'], text: string): FieldMatch => ({
  field,
  class: 'same',
  rules: [],
  declared: text,
  mrz: text,
  chip: text,
  printed: null,
  differsAt: null,
  explanation: null,
})
export const goodFields: FieldMatch[] = [
  {
    ...same('surname', declared.birthName),
    class: 'same_by_rule',
    rules: ['diacritics_dropped', 'hyphen_or_apostrophe'],
    mrz: 'LEFEVRE NDIAYE',
    chip: 'LEFEVRE NDIAYE',
  },
  {
    ...same('given_names', 'Aïssatou, Marie, Zoé'),
    class: 'same_by_rule',
    rules: ['diacritics_dropped'],
    mrz: 'AISSATOU MARIE ZOE',
    chip: 'AISSATOU MARIE ZOE',
  },
  same('birth_date', '1991-04-17'),
  {
    ...same('birth_place', 'Saint-Étienne'),
    mrz: null,
    chip: 'SAINT-ETIENNE',
    class: 'same_by_rule',
    rules: ['diacritics_dropped'],
  },
  same('sex', 'F'),
  same('nationality', 'FRA'),
  same('document_type', 'passport'),
  same('document_number', declared.documentNumber),
]
/** Short names beside the longest name of a document, which the chip does not repeat: the columns have little to share. */
const ofCard: Partial<Record<FieldMatch['field'], Partial<FieldMatch>>> = {
  surname: { declared: 'Gauthier', mrz: 'GAUTHIER', chip: 'GAUTHIER' },
  given_names: { declared: 'Lucas', mrz: 'LUCAS', chip: 'Lucas' },
  birth_place: { declared: 'Lyon', mrz: null, chip: 'LYON' },
  document_type: { declared: 'cnie', mrz: 'cnie', chip: null },
}
export const cardFields: FieldMatch[] = goodFields.map((field) => ({ ...field, ...ofCard[field.field] }))
const fieldsWithoutChip: FieldMatch[] = goodFields.map((field) => ({
  ...field,
  chip: null,
  ...(field.field === 'birth_place' ? { class: 'print_needed' as const, rules: [] } : {}),
}))
export const badFields: FieldMatch[] = goodFields.map((field) =>
  field.field === 'given_names'
    ? {
        ...field,
        class: 'different',
        rules: [],
        declared: 'Aïssatou, Marie, Zoé',
        mrz: 'AISSATOU ZOE',
        chip: 'AISSATOU ZOE',
        differsAt: { from: 10, to: 15 },
        explanation: 'given_name_missing',
      }
    : field,
)

const ok = (rule: EligibilityCheck['rule'], facts: Record<string, string> = {}): EligibilityCheck => ({
  rule,
  verdict: 'passed',
  reason: null,
  facts,
})
export const goodEligibility: EligibilityCheck[] = [
  ok('document_accepted', { issuer: 'FRA' }),
  ok('document_valid', { expiryDate: '2031-03-02' }),
  ok('adult', { adultSince: '2009-04-17' }),
  { rule: 'permit_length', verdict: 'not_applicable', reason: null, facts: {} },
  ok('lost_stolen'),
]
export const expired: EligibilityCheck[] = goodEligibility.map((check) =>
  check.rule === 'document_valid'
    ? { rule: 'document_valid', verdict: 'failed', reason: 'document_expired', facts: { expiryDate: '2026-03-02' } }
    : check,
)

const order = StepSchema.options
const files = (done: number): Session['chip']['files'] =>
  ['EF.COM', 'EF.SOD', 'DG1', 'DG14', 'DG2', 'DG11'].map((file, index) => ({
    file,
    state: index < done ? 'read' : index === done ? 'reading' : 'ahead',
  }))
export { files }

/** A session at a step with everything before it done; `change` says what differs. */
/** As the rules offer them: what the facts support, and what only people know. */
export const offered = (refused: OutcomeReason[] = [], unverifiable: OutcomeReason[] = []) => ({
  approved: [] as OutcomeReason[],
  refused: [...refused, 'document_suspected_forged' as const],
  unverifiable: [...unverifiable, 'citizen_left' as const],
  cancelled: ['citizen_left', 'consent_withdrawn', 'wrong_application'] as OutcomeReason[],
})

export function sessionAt(step: Step, change: Partial<Session> = {}): Session {
  const at = order.indexOf(step)
  const after = (other: Step) => at > order.indexOf(other)
  const steps = order.map((name, index) => ({
    step: name,
    state: index < at ? ('passed' as const) : index === at ? ('current' as const) : ('ahead' as const),
  }))
  const session: Session = {
    sessionId: id(1),
    step,
    steps,
    channel: 'counter',
    operatorId: operator.operatorId,
    openedAt: '2026-11-21T09:12:00Z',
    today,
    provisional: false,
    deferred: [],
    reviews: [],
    busy: false,
    failure: null,
    application: { applicationId: id(2), reference, declared, expiresAt: '2026-12-21T00:00:00Z' },
    consent: after('application') ? { givenAt: '2026-11-21T09:13:00Z', textVersion: '2026-01', language: 'fr' } : null,
    document: {
      type: after('document') ? 'passport' : null,
      mrz: after('document') ? mrz : null,
      source: after('document') ? 'camera' : null,
      attempts: 0,
      attemptsAllowed: 5,
      uncertain: [],
      corrections: [],
    },
    chip: {
      phase: after('chip') ? 'read' : 'idle',
      asksForCan: false,
      progress: null,
      files: [],
      checks: after('chip') ? goodChecks : [],
      portrait: after('chip') && !after('person') ? drawPortrait() : null,
      accessProtocol: after('chip') ? 'PACE' : null,
      attempts: 0,
      attemptsAllowed: 5,
      unavailableReason: null,
      reads: after('chip') ? [{ at: '2026-06-15T08:02:00.000Z', checks: goodChecks }] : [],
    },
    identity: after('chip') ? identity : null,
    comparison: after('chip')
      ? { fields: goodFields, eligibility: goodEligibility, confirmed: after('comparison') }
      : null,
    citizen: null,
    inspection: after('comparison')
      ? ['passport_photo_in_page', 'passport_film_shifts', 'passport_watermark'].map((featureId) => ({
          featureId,
          answer: after('inspection') ? ('present' as const) : null,
        }))
      : [],
    person: {
      judgement: after('person') ? 'same' : null,
      differing: [],
      attempts: 0,
      attemptsAllowed: 5,
    },
    decision: {
      allowed: step === 'decision' ? ['approved', 'refused', 'cancelled'] : [],
      blockers: [],
      suggestedReasons: [],
      offeredReasons: offered(),
      overridable: [],
      overrides: [],
    },
    sealed:
      step === 'receipt'
        ? {
            packetId: id(3),
            outcome: 'approved',
            reasons: [],
            sealedAt: '2026-11-21T09:15:20Z',
            state: 'sent',
            centralDecision: null,
          }
        : null,
  }
  return SessionSchema.parse({ ...session, ...change })
}

/** What is there to compare where the chip could not be read. */
export const withoutChip = (session: Session): Session => ({
  ...session,
  chip: {
    ...session.chip,
    phase: 'unavailable',
    checks: [],
    reads: [],
    portrait: null,
    accessProtocol: null,
    unavailableReason: 'reader_defective',
  },
  comparison: session.comparison && { ...session.comparison, fields: fieldsWithoutChip },
})

export const receipt: Receipt = {
  contact: 'Identité numérique : 09 69 00 00 00 (appel gratuit), de 8 h à 19 h',
  reference: '7KQ-4M2-X9DQ',
  packetId: id(3),
  sealedAt: '2026-11-21T09:15:20Z',
  timeZone: 'Europe/Paris',
  branchName: 'Bureau de Saint-Flour',
  training: false,
  outcome: 'approved',
  reasons: [],
  documentType: 'passport',
  checks: ReceiptCheckName.options.map((name) => ({ name, state: 'passed', why: null })),
  provisional: false,
}
/** Refused before the person was looked at, and without a reader. */
export const refusedReceipt: Receipt = {
  ...receipt,
  outcome: 'refused',
  reasons: ['document_expired', 'declared_differs'],
  checks: receipt.checks!.map((check) =>
    check.name === 'chip'
      ? { name: 'chip', state: 'not_made', why: 'reader_defective' }
      : check.name === 'comparison'
        ? { ...check, state: 'failed' }
        : check.name === 'inspection' || check.name === 'person'
          ? { ...check, state: 'not_made', why: 'ended_before' }
          : check,
  ),
}

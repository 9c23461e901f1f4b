import type { Conclusion, ExerciseVerdict, ExerciseView } from '../../../src/contract/exercise.ts'
import type { FailureCode } from '../../../src/contract/failure.ts'
import type { Session } from '../../../src/contract/session.ts'
import { hard } from './hard-scenes.ts'
import { backOffice } from './office-scenes.ts'
import type { Receipt } from '../../../src/contract/receipt.ts'
import type { Scene } from './scene.ts'
import { documentDrawing } from './document-drawing.ts'
import { drawnAs } from './drawing.ts'
import { portraitDrawing } from './portrait.ts'
import * as s from './specimens.ts'

const clerk = { ...s.operator, operatorId: 'a-martin', displayName: 'Adrien Martin', role: 'clerk' as const }
const training = { ...s.status, training: true, reader: { state: 'simulated' as const, name: null } }
const offline = { ...s.status, network: { state: 'offline' as const, since: '2026-11-21T08:40:00Z', code: null } }
const tablet = { ...offline, kind: 'tablet' as const, operator: { ...clerk, role: 'postman' as const } }
const at = (session: Session, status = s.status): Scene => ({ status, session })
const failed = (session: Session, code: FailureCode, detail: string | null = null): Scene =>
  at({ ...session, failure: { code, detail } })

const specimens = [
  { key: 'passport', title: 'Passeport, tout va bien', teaches: 'Le parcours complet.', can: null },
  { key: 'expired', title: 'Passeport périmé', teaches: 'Le refus et ses motifs.', can: null },
  { key: 'cnie', title: 'Carte d’identité à puce', teaches: 'Le numéro d’accès.', can: '482913' },
].map((item) => ({
  ...item,
  reference: s.reference,
  documentType: 'passport',
  documentNumber: s.mrz.documentNumber,
  mrzLines: s.mrz.lines,
}))

const corrected = (
  key: string,
  verdict: ExerciseVerdict,
  right: Conclusion,
  sealed: Conclusion = right,
): ExerciseView['cases'][number] => {
  const { title, teaches } = specimens.find((one) => one.key === key)!
  return { reference: s.reference, isSealed: true, correction: { title, teaches, verdict, sealed, right } }
}
const expired: Conclusion = { outcome: 'refused', reasons: ['document_expired'] }
const result = { on: '2026-11-21', score: 1, of: 3, passed: false }
const exercise: ExerciseView = {
  isBegun: true,
  cases: [
    corrected('passport', 'right', { outcome: 'approved', reasons: [] }),
    corrected('expired', 'wrong_yes', expired, { outcome: 'approved', reasons: [] }),
    corrected('cnie', 'wrong_ground', expired, { outcome: 'refused', reasons: ['declared_differs'] }),
  ],
  result,
}

const loggingIn = ['.who input=c-besson', '.pin-input=482915', 'button[type="submit"]']

const access: Record<string, Scene> = {
  'first-start': { status: { ...s.status, setup: 'first_manager_needed', operator: null } },
  login: {
    status: { ...s.status, operator: null },
    replies: {
      'operator.here': [
        { operatorId: 'c-besson', displayName: 'Claire Besson' },
        { operatorId: 'a-martin', displayName: 'Adrien Martin' },
        { operatorId: 'f.okafor', displayName: 'Florence Okafor' },
      ],
    },
  },
  'login-chosen': {
    status: { ...s.status, operator: null },
    replies: {
      'operator.here': [
        { operatorId: 'c-besson', displayName: 'Claire Besson' },
        { operatorId: 'a-martin', displayName: 'Adrien Martin' },
      ],
    },
    acts: ['.who .button'],
  },
  'login-locked-out': {
    status: { ...s.status, operator: null },
    acts: loggingIn,
    failures: { 'operator.login': 'operator_locked_out' },
  },
  'login-wrong-pin': {
    status: { ...s.status, operator: null },
    acts: loggingIn,
    failures: { 'operator.login': 'operator_unknown_or_wrong_pin' },
  },
  locked: { status: { ...s.status, locked: true } },
  lost: { status: s.status, connection: 'lost' },
  taken: { status: s.status, connection: 'taken' },
  silent: { status: s.status, connection: 'silent' },
}

const draft = (last: number, step: 'application' | 'document') => ({
  sessionId: s.packetId(last),
  reference: s.reference,
  step,
  savedAt: '2026-11-21T08:55:00Z',
  expiresAt: '2026-11-22T08:55:00Z',
})
const visit = (last: number, hour: number, name: string, outcome: 'done' | 'no_show' | null, day = s.today) => ({
  appointmentId: s.packetId(last),
  applicationId: s.packetId(last + 100),
  reference: s.reference,
  operatorId: 'a-martin',
  startsAt: `${day}T${String(hour).padStart(2, '0')}:00:00Z`,
  endsAt: `${day}T${String(hour).padStart(2, '0')}:30:00Z`,
  citizenName: name,
  address: '4 chemin du Moulin, 15100 Saint-Flour',
  phone: '06 00 00 00 00',
  note: outcome ? null : 'Deuxième étage, sonner deux fois',
  outcome,
})

const home: Record<string, Scene> = {
  home: {
    status: { ...s.status, operator: clerk },
    replies: { 'draft.list': [draft(11, 'document'), draft(12, 'application')] },
  },
  'home-training': { status: training, replies: { 'training.specimens': specimens } },
  'home-training-instructor': {
    status: training,
    replies: { 'training.specimens': specimens },
    acts: ['.folded .trigger'],
  },
  'home-exercise': {
    status: training,
    replies: { 'training.specimens': specimens, 'exercise.view': exercise },
    acts: ['.folded + .folded .trigger'],
  },
  'home-tablet': {
    status: tablet,
    replies: {
      'appointment.list': [
        visit(21, 8, 'Mme Renée Valadier', 'done'),
        visit(22, 9, 'M. Ousmane Diarra', 'no_show'),
        visit(24, 9, 'M. Youssef Haddad', null, '2026-11-23'),
        visit(23, 10, 'Mme Kateřina Nováková-Blanc', null),
      ],
    },
  },
  'home-tablet-never-fetched': {
    status: { ...tablet, network: { state: 'offline', since: '2026-11-22T07:10:00Z', code: 'central_unreachable' } },
    replies: { 'appointment.fetched': { at: null } },
  },
  'home-tablet-settle': {
    status: tablet,
    replies: { 'appointment.list': [visit(23, 10, 'Mme Kateřina Nováková-Blanc', null)] },
    acts: ['.card [role="radio"]'],
  },
  'home-tablet-evening': {
    status: { ...tablet, queue: { waiting: 2, parked: 0, oldestAt: '2026-11-20T16:00:00Z', visits: 1 } },
    replies: {
      'appointment.list': [
        visit(21, 8, 'Mme Renée Valadier', 'done'),
        visit(22, 9, 'M. Ousmane Diarra', 'no_show'),
        visit(23, 10, 'Mme Kateřina Nováková-Blanc', null),
        visit(24, 11, 'M. Youssef Haddad', null),
      ],
    },
    acts: ['[aria-labelledby="appointments"] .button.quiet'],
  },
  'home-unregistered': {
    status: {
      ...s.status,
      setup: 'registration_needed',
      operator: { ...s.operator, trainingDaysLeft: 12 },
      reader: { state: 'none', name: null },
      clock: { skewed: true, skewSeconds: 720, proof: 'central', locked: false },
      queue: { waiting: 3, parked: 1, oldestAt: '2026-11-20T16:00:00Z', visits: 0 },
    },
  },
  'home-menu': { status: s.status, acts: ['.top [aria-haspopup]'] },
  'home-qr': { status: s.status, acts: ['.ask .button'] },
  help: { status: s.status, sheet: 'documents' },
  'change-pin': { status: s.status, sheet: 'changePin' },
}

const searching = { ...s.sessionAt('application'), application: null, busy: true }
const review = s.sessionAt('document')
const applied: Record<string, Scene> = {
  searching: at(searching),
  consent: at(s.sessionAt('application')),
  'consent-training': at(s.sessionAt('application'), training),
  'consent-citizen': { ...at(s.sessionAt('application')), sheet: 'citizen' },
  'application-unknown': failed({ ...searching, busy: false }, 'application_unknown'),
  'application-offline': failed({ ...searching, busy: false }, 'application_offline'),
  document: at(s.sessionAt('document')),
  'document-training': { ...at(s.sessionAt('document'), training), replies: { 'training.specimens': specimens } },
  'document-review': at({
    ...review,
    document: {
      ...review.document,
      type: 'passport',
      mrz: s.doubtfulMrz,
      source: 'camera',
      attempts: 2,
      uncertain: [{ line: 0, column: 24 }],
      corrections: [{ line: 1, column: 13, from: 'O', to: '9', by: 'check_digit' }],
    },
  }),
  'document-typed': { ...at(s.sessionAt('document')), acts: ['.segments [role="radio"]:nth-child(3)'] },
  'document-file': { ...at(s.sessionAt('document')), acts: ['.segments [role="radio"]:nth-child(2)'] },
  'document-not-found': failed(s.sessionAt('document'), 'mrz_not_found'),
}

const chipAt = (chip: Partial<Session['chip']>): Session => {
  const session = s.sessionAt('chip')
  return { ...session, chip: { ...session.chip, ...chip } }
}
const chip: Record<string, Scene> = {
  chip: at(chipAt({})),
  'chip-training': { ...at(chipAt({}), training), replies: { 'training.specimens': specimens } },
  'chip-waiting-training': {
    ...at(chipAt({ phase: 'waiting', files: s.files(-1) }), training),
    replies: { 'training.specimens': specimens },
  },
  'chip-can': at(chipAt({ asksForCan: true, attempts: 1 })),
  'chip-waiting': at(chipAt({ phase: 'waiting', files: s.files(-1) })),
  'chip-reading': at(
    chipAt({
      phase: 'reading',
      files: s.files(4),
      progress: { stage: 'files', file: 'DG2', bytesRead: 9_216, bytesTotal: 19_874 },
    }),
  ),
  'chip-removed': failed(
    chipAt({ phase: 'failed', attempts: 1 }),
    'chip_removed',
    'SCARD_W_REMOVED_CARD after 9216 bytes',
  ),
  'chip-wrong-mrz': failed(chipAt({ phase: 'failed', attempts: 1, asksForCan: true }), 'chip_wrong_mrz'),
  'reader-none': {
    ...failed(chipAt({ phase: 'failed' }), 'reader_none'),
    status: { ...s.status, reader: { state: 'none', name: null } },
  },
}

const compared = s.sessionAt('comparison')
/** Training, with the printed page of the citizen's document unfolded. */
const practised = (session: Session): Scene => ({
  ...at(session, training),
  replies: {
    'training.specimens': specimens,
    'training.visitor': { key: 'visitor', can: null },
    'training.picture': { dataUrl: drawnAs(documentDrawing) },
  },
  acts: ['.folded .trigger'],
})
const personAfter = (attempts: number): Session => {
  const session = s.sessionAt('person')
  return { ...session, person: { ...session.person, attempts } }
}
const judged: Record<string, Scene> = {
  comparison: at(compared),
  'comparison-training': at(compared, training),
  'comparison-practice': practised(compared),
  'comparison-without-chip': at(s.withoutChip(compared)),
  'comparison-differs': at({
    ...compared,
    comparison: { fields: s.badFields, eligibility: s.expired, confirmed: false },
  }),
  'comparison-card': at({
    ...compared,
    document: { ...compared.document, type: 'cnie' },
    comparison: { ...compared.comparison!, fields: s.cardFields },
  }),
  'comparison-citizen': { ...at(compared), sheet: 'citizen' },
  'comparison-differs-citizen': {
    ...at({ ...compared, comparison: { fields: s.badFields, eligibility: s.goodEligibility, confirmed: false } }),
    sheet: 'citizen',
    citizen: 'ar',
  },
  'comparison-citizen-wrong': at({
    ...s.withoutChip(compared),
    citizen: { answer: 'wrong', language: 'uk', at: '2026-11-21T09:14:00Z' },
  }),
  'comparison-file': { ...at(compared), sheet: 'file' },
  inspection: at(s.sessionAt('inspection')),
  'inspection-practice': practised(s.sessionAt('inspection')),
  person: at(s.sessionAt('person')),
  'person-without-portrait': at(s.withoutChip(s.sessionAt('person'))),
  'person-exercise': {
    ...at(s.sessionAt('person'), training),
    replies: { 'exercise.face': { dataUrl: drawnAs(portraitDrawing) } },
  },
  'person-last': at(personAfter(4)),
  'person-exhausted': at(personAfter(5)),
  'chip-not-genuine': failed(
    {
      ...compared,
      chip: {
        ...compared.chip,
        checks: s.goodChecks.map((check) =>
          check.name === 'chain'
            ? { name: 'chain', verdict: 'failed', reason: 'csca_unknown', detail: 'C=UT, CN=CSCA-UNKNOWN' }
            : check,
        ),
      },
    },
    'chip_not_genuine',
  ),
}

const repliesOf = (receipt: Receipt) => ({ 'session.receiptView': receipt })
const withReceipt = (receipt: Receipt, scene: Scene): Scene => ({ ...scene, replies: repliesOf(receipt) })

const deciding = s.sessionAt('decision')
const decided: Record<string, Scene> = {
  decision: at(deciding),
  'decision-blocked': at({
    ...deciding,
    decision: {
      ...deciding.decision,
      allowed: ['refused', 'unverifiable', 'cancelled'],
      blockers: ['document_expired', 'match_failed'],
      suggestedReasons: ['document_expired', 'declared_differs'],
      offeredReasons: s.offered(['document_expired', 'declared_differs']),
    },
  }),
  'decision-override': at(
    {
      ...deciding,
      provisional: true,
      deferred: ['lost_stolen', 'operator_state'],
      decision: {
        ...deciding.decision,
        allowed: ['unverifiable', 'refused', 'cancelled'],
        blockers: ['person_unconfirmed'],
        suggestedReasons: ['person_undetermined'],
        offeredReasons: s.offered([], ['person_undetermined']),
        overridable: ['person_unconfirmed'],
        overrides: [
          { gate: 'chip_required', managerId: 'c-besson', reason: 'chip_defective', givenAt: '2026-11-21T09:20:00Z' },
        ],
      },
    },
    offline,
  ),
  leave: { ...at(deciding), acts: ['.bar .button'] },
  receipt: { ...at(s.sessionAt('receipt')), replies: { 'session.receiptView': s.receipt } },
  'receipt-offline': withReceipt(
    { ...s.receipt, provisional: true },
    at(
      {
        ...s.sessionAt('receipt'),
        provisional: true,
        deferred: ['lost_stolen'],
        sealed: {
          packetId: s.packetId(3),
          outcome: 'approved',
          reasons: [],
          sealedAt: '2026-11-21T09:15:20Z',
          state: 'queued',
          centralDecision: null,
        },
      },
      offline,
    ),
  ),
  'receipt-refused': withReceipt(
    s.refusedReceipt,
    at({
      ...s.sessionAt('receipt'),
      sealed: {
        packetId: s.packetId(3),
        outcome: 'refused',
        reasons: ['document_expired', 'declared_differs'],
        sealedAt: '2026-11-21T09:15:20Z',
        state: 'decided',
        centralDecision: 'REJECTED',
      },
    }),
  ),
}

const notManager = { 'session.override': 'override_not_manager' } as const
decided['override'] = {
  ...decided['decision-override']!,
  acts: [
    '.blocker .button',
    'textarea=La personne et le portrait ont la même cicatrice.',
    '.dialog .stack > .field input=a-martin',
    '.dialog .pin-input=482915',
    '.dialog .button.primary',
  ],
  failures: notManager,
}

/** Every screen and failure state. */
export const scenes: Record<string, Scene> = {
  ...access,
  ...home,
  ...applied,
  ...chip,
  ...judged,
  ...decided,
  ...backOffice,
  ...hard,
}

import type { CaseView, DailyLogRow, DailyLogTotals } from '../../../src/contract/daily-log.ts'
import type { Operator } from '../../../src/contract/operator.ts'
import type { QueueItem } from '../../../src/contract/queue-item.ts'
import { branchFigures, branchPracticeFigures, figures, practiceFigures } from './figures.ts'
import type { Scene } from './scene.ts'
import { operator, packetId, reference, status } from './specimens.ts'

const item = (last: number, change: Partial<QueueItem>): QueueItem => ({
  packetId: packetId(last),
  reference,
  outcome: 'approved',
  sealedAt: `2026-11-21T0${last % 10}:10:00Z`,
  state: 'queued',
  attempts: 0,
  nextAttemptAt: null,
  code: null,
  centralDecision: null,
  ...change,
})

const person = (operatorId: string, displayName: string, role: Operator['role'], trainedOn: string): Operator => ({
  operatorId,
  displayName,
  role,
  trainedOn,
  language: 'fr',
  revokedAt: null,
  createdAt: '2026-01-05T08:00:00Z',
})
const staff: Operator[] = [
  person('c-besson', 'Claire Besson', 'manager', '2026-03-02'),
  person('a-martin', 'Adrien Martin', 'clerk', '2026-01-12'),
  person('f.okafor', 'Florence Okafor', 'postman', '2025-10-01'),
  { ...person('j.pons', 'Julien Pons', 'clerk', '2025-06-20'), revokedAt: '2026-08-01T00:00:00Z' },
]

const row = (last: number, change: Partial<DailyLogRow>): DailyLogRow => ({
  packetId: packetId(last),
  reference,
  sealedAt: `2026-11-21T${String(8 + (last % 10)).padStart(2, '0')}:20:00Z`,
  operatorId: 'a-martin',
  operatorName: 'Adrien Martin',
  channel: 'counter',
  documentType: 'passport',
  outcome: 'approved',
  reasons: [],
  durationSeconds: 96,
  overridden: false,
  provisional: false,
  state: 'decided',
  centralDecision: 'APPROVED',
  ...change,
})
const rows: DailyLogRow[] = [
  row(31, {}),
  row(32, { outcome: 'refused', reasons: ['document_expired'], centralDecision: 'REJECTED', durationSeconds: 71 }),
  row(33, {
    documentType: 'cni_1995',
    provisional: true,
    state: 'queued',
    centralDecision: null,
  }),
  row(34, {
    documentType: 'cnie',
    overridden: true,
    operatorId: 'f.okafor',
    operatorName: 'Florence Okafor',
    durationSeconds: 204,
  }),
]
const released: CaseView = {
  packetId: packetId(34),
  row: rows[3]!,
  sealedAt: rows[3]!.sealedAt,
  state: 'decided',
  attempts: 2,
  nextAttemptAt: null,
  receivedAt: '2026-11-21T12:21:40Z',
  code: null,
  centralDecision: 'APPROVED',
  checks: [
    { group: 'chip', name: 'signature', verdict: 'passed' },
    { group: 'chip', name: 'chip_authentication', verdict: 'not_possible' },
    { group: 'match', name: 'surname', verdict: 'same' },
    { group: 'match', name: 'birth_place', verdict: 'same_by_rule' },
    { group: 'eligibility', name: 'document_valid', verdict: 'passed' },
    { group: 'inspection', name: 'cnie_photo_in_card', verdict: 'present' },
  ],
  overrides: [
    {
      gate: 'person_unconfirmed',
      managerName: 'Claire Besson',
      reason: 'portrait_unlike_age',
      givenAt: '2026-11-21T12:19:00Z',
    },
  ],
}
const totals: DailyLogTotals = {
  total: 43,
  byOutcome: [
    { key: 'approved', count: 36 },
    { key: 'refused', count: 5 },
    { key: 'unverifiable', count: 1 },
    { key: 'cancelled', count: 1 },
  ],
  byReason: [
    { key: 'declared_differs', count: 3 },
    { key: 'document_expired', count: 2 },
  ],
  byDocument: [
    { key: 'cnie', count: 21 },
    { key: 'passport', count: 14 },
    { key: 'cni_1995', count: 5 },
    { key: 'residence_permit', count: 3 },
  ],
  byOperator: [
    { key: 'a-martin', count: 31 },
    { key: 'f.okafor', count: 12 },
  ],
  byHour: [0, 0, 0, 0, 0, 0, 0, 0, 3, 7, 9, 6, 1, 2, 6, 5, 3, 1, 0, 0, 0, 0, 0, 0],
  byDay: [{ key: '2026-11-21', count: 43 }],
  medianDurationSeconds: 88,
  overrides: 1,
  provisional: 2,
  unsynced: 1,
}
const log = {
  'dailyLog.totals': totals,
  'dailyLog.rows': { rows, total: 43 },
  'operator.list': staff,
}

const trustOfCentral = { version: 4, asOf: '2026-11-20T16:00:00Z', outdated: false }

const trust = {
  entries: ['FR', 'DE', 'BE', 'ES', 'IT', 'PT'].map((country, index) => ({
    subject: `C=${country}, O=Specimen, CN=CSCA-SPECIMEN 0${index + 1}`,
    country,
    validFrom: '2020-01-01T00:00:00Z',
    validTo: '2035-01-01T00:00:00Z',
    source: 'Specimen master list 3',
    fingerprint: `${index}`.repeat(64),
  })),
  lists: [
    {
      source: 'Specimen master list 3',
      signer: 'C=UT, O=Specimen, CN=Master List Signer',
      signedAt: '2026-09-01T00:00:00Z',
      ageDays: 81,
      certificates: 6,
      origin: 'central' as const,
      removable: null,
      addedAt: '2026-11-20T16:00:00Z',
      addedBy: 'central',
    },
    {
      source: 'csca-specimen.cer',
      signer: null,
      signedAt: null,
      ageDays: null,
      certificates: 1,
      origin: 'manager' as const,
      removable: 'c'.repeat(64),
      addedAt: '2026-11-20T16:00:00Z',
      addedBy: 'a-martin',
    },
  ],
  coverage: [
    { documentType: 'passport' as const, authority: 'CSCA-FRANCE', anchors: 2, missing: [] },
    {
      documentType: 'cnie' as const,
      authority: 'eID-FRANCE',
      anchors: 0,
      missing: [
        {
          fingerprint: 'b33ea63b9be01082d98071a29111757c72257eba80d7205d21fa35436c29fe7c',
          from: 2021,
          to: 2036,
          source: 'ants_identity_card' as const,
          readOn: '2026-11-28',
          secondSource: null,
        },
      ],
    },
    { documentType: 'residence_permit' as const, authority: 'CSCA-FRANCE', anchors: 2, missing: [] },
  ],
  central: trustOfCentral,
}
const trustReview = {
  items: [
    {
      kind: 'anchor' as const,
      subject: 'CN=CSCA-SPECIMEN,O=Specimen,C=UT',
      country: 'UT',
      fingerprint: 'd'.repeat(64),
      validFrom: '2020-01-01T00:00:00Z',
      validTo: '2035-01-01T00:00:00Z',
      standing: 'unconfirmed' as const,
      official: null,
      count: 1,
    },
  ],
  confirm: ['d'.repeat(64)],
}

export const backOffice: Record<string, Scene> = {
  queue: {
    status: { ...status, queue: { waiting: 2, parked: 1, oldestAt: '2026-11-20T16:00:00Z', visits: 2 } },
    page: 'queue',
    replies: {
      'queue.list': [
        item(41, { state: 'parked', code: 'packet_schema_invalid', attempts: 1 }),
        item(42, { attempts: 4, code: 'central_unreachable' }),
        item(43, { state: 'received' }),
        item(44, { state: 'decided', centralDecision: 'APPROVED' }),
      ],
    },
  },
  'queue-empty': { status: { ...status, operator: { ...operator, role: 'clerk' } }, page: 'queue' },
  log: { status, page: 'log', replies: log },
  'log-exporting': {
    status,
    page: 'log',
    replies: log,
    exportProgress: {
      exportId: packetId(51),
      state: 'running',
      rowsDone: 41_200,
      rowsTotal: 100_000,
      downloadUrl: null,
      fileName: null,
      code: null,
    },
  },
  case: {
    status,
    page: 'case',
    openCase: { packetId: packetId(34), from: 'log' },
    replies: { 'dailyLog.case': released },
  },
  'case-parked': {
    status,
    page: 'case',
    openCase: { packetId: packetId(41), from: 'queue' },
    replies: {
      'dailyLog.case': {
        ...released,
        row: null,
        state: 'parked',
        code: 'packet_schema_invalid',
        receivedAt: null,
        centralDecision: null,
        checks: [],
        overrides: [],
      },
    },
  },
  'own-pin': { status: { ...status, operator: { ...operator, mustReplacePin: true } } },
  equipment: {
    status,
    page: 'equipment',
    policy: { helpContact: 'Assistance des bureaux : 01 00 00 00 00, de 8 h à 18 h' },
  },
  'equipment-no-reader': { status: { ...status, reader: { state: 'none', name: null } }, page: 'equipment' },
  figures: { status, page: 'figures', replies: { 'figures.view': { figures, isKept: false } } },
  'figures-branch': {
    status,
    page: 'figures',
    replies: { 'figures.view': { figures: branchFigures, isKept: true } },
    acts: ['[aria-labelledby="branch-figures"] .trigger'],
  },
  'figures-practice': {
    status: { ...status, training: true },
    page: 'figures',
    replies: { 'figures.view': { figures: practiceFigures, isKept: false } },
  },
  'figures-practice-branch': {
    status: { ...status, training: true },
    page: 'figures',
    replies: { 'figures.view': { figures: branchPracticeFigures, isKept: false } },
    acts: ['[aria-labelledby="branch-figures"] .trigger'],
  },
  'figures-nothing': { status, page: 'figures', replies: { 'figures.view': { figures: null, isKept: true } } },
  operators: { status, page: 'operators', replies: { 'operator.list': staff } },
  // Outside training people are added at central.
  'operator-new': {
    status: { ...status, training: true },
    page: 'operators',
    replies: { 'operator.list': staff },
    acts: ['#next-action'],
  },
  trust: { status, page: 'trust', replies: { 'trust.list': trust, 'trust.review': trustReview } },
  settings: { status, page: 'settings' },
  'settings-rotate': { status, page: 'settings', acts: ['[aria-labelledby="station"] .button'] },
  'settings-unregistered': { status: { ...status, stationId: null, setup: 'registration_needed' }, page: 'settings' },
}

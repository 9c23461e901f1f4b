import { makeReference } from '../../../src/contract/reference.ts'
import { ApplicationStep, type ApplicationView } from '../../../src/contract/identity/application.ts'
import type { DeviceView, PendingLogin } from '../../../src/contract/identity/device.ts'
import type { HolderView } from '../../../src/contract/identity/holder.ts'
import type { JoinOffer, JoinStanding, JoinView } from '../../../src/contract/identity/join.ts'
import type { RightsView } from '../../../src/contract/identity/rights.ts'
import type { ServicesView } from '../../../src/contract/identity/services.ts'
import type { LoginView } from '../../../src/contract/identity/login.ts'

/** Invented: nobody of this name, number or address. */
export const declared = {
  birthName: 'Lefèvre-Ndiaye',
  usageName: null,
  givenNames: ['Camille', 'Anne-Sophie', 'Zoé'],
  birthDate: '1991-04-17',
  birthPlace: { name: 'Saint-Étienne', inseeCode: '42218', country: 'FRA' },
  sex: 'F' as const,
  nationality: 'FRA',
  address: { lines: ['12 rue des Lilas', 'Bâtiment C'], postcode: '75020', city: 'Paris', country: 'FRA' },
  documentType: 'cnie' as const,
  documentNumber: 'X4RTBPFW4',
}
export const reference = makeReference(Uint8Array.from([1, 22, 3, 14, 25, 6, 17, 28, 9]))

export const allSteps: ApplicationStep[] = ApplicationStep.options.filter((step) => step !== 'email')

export const draft: ApplicationView = {
  standing: 'draft',
  language: 'fr',
  email: 'camille@example.fr',
  phone: null,
  declared: {},
  document_expires_on: null,
  document_issued_on: null,
  consent: null,
  channel: null,
  branch: null,
  visit: null,
  missing: allSteps,
  reference: null,
  created_at: '2026-11-28T09:00:00Z',
  expires_at: '2027-01-27T09:00:00Z',
  reasons: [],
  contest_until: null,
  contest_due: null,
  activation: 'none',
}
export const filled: ApplicationView = {
  ...draft,
  phone: '+33639981234',
  declared,
  document_expires_on: '2033-09-22',
  consent: { text_version: '2026-01', given_at: '2026-11-28T09:20:00Z' },
  channel: 'counter',
  branch: { branch_id: '75020A', name: 'Paris Gambetta', available_now: true },
  missing: [],
}
export const sent: ApplicationView = { ...filled, standing: 'awaiting_visit', declared: null, reference }

export const device: DeviceView = {
  device_id: '0190a1b2-0000-7000-8000-000000000001',
  name: 'Mon téléphone',
  kind: 'passkey',
  reaches_substantial: true,
  account: 'ACTIVE',
  given_name: 'Camille',
  attempts_left: 5,
  added_at: '2026-11-20T10:00:00Z',
}
export const holder: HolderView = {
  kept_days: 90,
  contacts: {
    email: 'camille@example.fr',
    phone: '+33639981234',
    former: [{ kind: 'email', value: 'camille.avant@example.fr', until: '2026-12-04T10:00:00Z' }],
  },
  devices: [
    {
      device_id: device.device_id,
      name: device.name,
      kind: 'passkey',
      added_at: device.added_at,
      used_at: null,
      is_this: true,
    },
    {
      device_id: '0190a1b2-0000-7000-8000-000000000003',
      name: 'Tablette du salon',
      kind: 'key',
      added_at: '2026-10-02T10:00:00Z',
      used_at: '2026-11-01T10:00:00Z',
      is_this: false,
    },
  ],
  logins: (['approved', 'refused'] as const).map((outcome, i) => ({
    login_id: `0190a1b2-0000-7000-8000-00000000001${i}`,
    service: 'Caisse d’épargne de démonstration',
    hub: i === 0 ? 'Concentrateur de démonstration' : null,
    from: { browser: 'Firefox 145', system: 'Windows', address: '192.0.2.•' },
    outcome,
    answered_at: '2026-11-27T10:00:00Z',
    device: device.name,
  })),
}
export const pending: PendingLogin = {
  login_id: '0190a1b2-0000-7000-8000-000000000002',
  service: 'Caisse d’épargne de démonstration',
  hub: 'Concentrateur de démonstration',
  claims: ['given_name', 'family_name', 'birthdate', 'gender', 'birthplace', 'birthcountry', 'email'],
  from: { browser: 'Firefox 145', system: 'Windows', address: '192.0.2.•' },
  asked_at: '2026-11-28T10:00:00Z',
  expires_at: '2026-11-28T10:02:00Z',
  challenge: { challenge: 'AAAA', expires_at: '2026-11-28T10:02:00Z', passkey: null },
  attempts_left: 5,
}
export const services: ServicesView = {
  services: [
    {
      service_id: 'A'.repeat(43),
      service: 'Caisse d’épargne de démonstration',
      hub: 'Concentrateur de démonstration',
      claims: pending.claims,
      first_at: '2026-10-02T10:00:00Z',
      last_at: '2026-11-27T10:00:00Z',
      times: 7,
    },
    {
      service_id: 'B'.repeat(43),
      service: 'Mairie de démonstration',
      hub: null,
      claims: [],
      first_at: '2026-11-27T09:00:00Z',
      last_at: '2026-11-27T09:00:00Z',
      times: 1,
    },
  ],
  sessions: [
    {
      session_id: 'C'.repeat(21),
      begun_at: '2026-11-28T09:40:00Z',
      ends_at: '2026-11-28T10:10:00Z',
      services: ['Caisse d’épargne de démonstration', 'Mairie de démonstration'],
    },
  ],
}
export const rights: RightsView = {
  looks: [
    { at: '2026-11-28T09:40:00Z', by: 'self', office: null, purpose: 'access', seen: true },
    { at: '2026-11-20T14:02:00Z', by: 'administration', office: null, purpose: 'decision', seen: true },
    { at: '2026-11-20T10:05:00Z', by: 'clerk', office: 'Paris Gambetta', purpose: 'visit', seen: true },
    { at: '2026-11-20T10:01:00Z', by: 'clerk', office: 'Paris Gambetta', purpose: 'lookup', seen: true },
    { at: '2026-11-19T16:30:00Z', by: 'clerk', office: 'Paris Ménilmontant', purpose: 'lookup', seen: false },
  ],
  kept: [
    { what: 'decision', reference: 'K7V-JQQ-63C6', until: '2027-05-20T10:00:00Z' },
    { what: 'result', reference: 'K7V-JQQ-63C6', until: null },
    { what: 'audit', reference: null, until: null },
    { what: 'sub', reference: null, until: null },
  ],
  services: ['Caisse d’épargne de démonstration', 'Mairie de démonstration'],
  record: true,
  erasure: 'now',
  erases_at: null,
}
export const offered: JoinOffer = {
  link: `https://identite.example.fr/citizen/join#${'A'.repeat(43)}`,
  qr: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 4"><path d="M0 0h2v2h2v2h-2v-2h-2z"/></svg>',
  expires_at: '2027-11-28T10:10:00Z',
}
export const joinAsked: JoinView = {
  stage: 'asked',
  expires_at: offered.expires_at,
  candidate: { name: 'Tablette du salon', kind: 'passkey', from: pending.from },
}
export const joining: JoinStanding = {
  stage: 'device',
  number: null,
  expires_at: offered.expires_at,
  device_kinds: ['passkey', 'key'],
  substantial_kinds: ['passkey'],
}
export const login: LoginView = {
  stage: 'name',
  service: 'Caisse d’épargne de démonstration',
  hub: 'Concentrateur de démonstration',
  claims: ['given_name', 'family_name', 'birthdate'],
  remembered: null,
  number: null,
  expires_at: null,
  continue_url: null,
  cancel_url: '/oidc/interaction/abc/cancel',
}

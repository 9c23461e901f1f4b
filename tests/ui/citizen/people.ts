import { makeReference } from '../../../src/contract/reference.ts'
import { ApplicationStep, type ApplicationView } from '../../../src/contract/identity/application.ts'
import type { DeviceView, PendingLogin } from '../../../src/contract/identity/device.ts'
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

import type { ActivationView } from '../../../src/contract/identity/activation.ts'
import { pages } from '../../../src/citizen/core/routes.ts'
import type { SessionView } from '../../../src/contract/identity/endpoints.ts'
import {
  declared,
  device,
  draft,
  filled,
  holder,
  joinAsked,
  joining,
  login,
  offered,
  pending,
  rights,
  sent,
  services,
} from './people.ts'
import { Refused, type Answers } from './scripted-service.ts'

/** One page in one state: what the service says, and what is done on the page at last. */
export interface CitizenScene {
  path: string
  session?: Partial<SessionView>
  answers?: Answers
  /** Controls pressed one after another, by selector; `selector=text` types. */
  acts?: readonly string[]
  pending?: typeof pending
  offline?: boolean
  /** What stands in the fragment, as a mail's link has it. */
  token?: string
  /** Whether this browser has notices; `fails`: no push service is reached. */
  /** A card in this browser, or the age of the list that the service gives; `@code` in an act is the card's code. */
  parcel?: { held: boolean; listAgeMs: number }
  push?: 'impossible' | 'denied' | 'possible' | 'fails'
}

const codeSent = { expires_at: '2027-12-05T10:00:00Z', resend_at: '2026-11-28T10:01:00Z' }
const next = 'button[type=submit]'
const push = (is_subscribed: boolean) => ({ public_key: 'B'.repeat(87), is_subscribed })
const token = 'A'.repeat(43)
const nobodyJoins = { stage: 'none', expires_at: null, candidate: null }
const inDraft = (path: string, more: Partial<CitizenScene> = {}): CitizenScene => ({
  path,
  session: { application: draft },
  ...more,
})
const communes = {
  communes: [
    { code: '42218', name: 'Saint-Étienne', postcodes: ['42000', '42100'] },
    { code: '38384', name: 'Saint-Étienne-de-Crossey', postcodes: ['38960'] },
    { code: '76575', name: 'Saint-Étienne-du-Rouvray', postcodes: ['76800'] },
  ],
}
const countries = {
  countries: [
    { code: 'FRA', name: 'France' },
    { code: 'DZA', name: 'Algérie' },
    { code: 'SEN', name: 'Sénégal' },
  ],
}
const addresses = {
  addresses: [
    { label: '12 rue des Lilas 75020 Paris', line: '12 rue des Lilas', postcode: '75020', city: 'Paris', score: 0.97 },
    {
      label: '12 rue des Lilas 44000 Nantes',
      line: '12 rue des Lilas',
      postcode: '44000',
      city: 'Nantes',
      score: 0.71,
    },
  ],
  is_complete: false,
}
const branches = {
  branches: [
    { branch_id: '75020A', name: 'Paris Gambetta', postcode: '75020', available_now: true, closed_until: null },
    {
      branch_id: '75020B',
      name: 'Paris Ménilmontant',
      postcode: '75020',
      available_now: false,
      closed_until: '2026-12-04T08:00:00Z',
    },
  ],
}
const slots = {
  slots: [
    { slot_id: 'a', starts_at: '2026-12-02T08:00:00Z', ends_at: '2026-12-02T10:00:00Z' },
    { slot_id: 'b', starts_at: '2026-12-03T13:00:00Z', ends_at: '2026-12-03T15:00:00Z' },
  ],
}
const limits = { minimum_age_years: 18, minimum_permit_years: 5 }
const check = [
  '#documentType',
  '#expires=22',
  '#expires-month=09',
  '#expires-year=2033',
  '#birthDate=17',
  '#birthDate-month=04',
  '#birthDate-year=1991',
  next,
]
const activation: ActivationView = {
  step: 'code',
  phone_ends: '34',
  code_expires_at: '2027-11-28T10:15:00Z',
  resend_at: '2026-11-28T10:01:00Z',
  attempts_left: 5,
  expires_at: '2027-12-05T10:00:00Z',
  device_kinds: ['passkey', 'key'],
  substantial_kinds: ['passkey'],
}
const atLogin = '/login/demo-interaction'

export const scenes: Record<string, CitizenScene> = {
  welcome: { path: pages.welcome },
  'welcome-begun': { path: pages.welcome, session: { application: draft, device } },
  check: { path: pages.check },
  'check-errors': {
    path: pages.check,
    acts: ['#documentType', '#expires=31', '#expires-month=02', '#expires-year=2033', next],
  },
  'check-yes': {
    path: pages.check,
    acts: check,
    answers: { 'eligibility.ask': { verdict: 'yes', reasons: [], usable_until: '2033-09-22', ...limits } },
  },
  'check-no': {
    path: pages.check,
    acts: check,
    answers: {
      'eligibility.ask': {
        verdict: 'no',
        reasons: ['document_expired', 'citizen_underage'],
        usable_until: null,
        ...limits,
      },
    },
  },
  'check-open': {
    path: pages.check,
    acts: check,
    answers: { 'eligibility.ask': { verdict: 'open', reasons: [], usable_until: null, ...limits } },
  },
  email: { path: pages.email },
  'email-code': { path: pages.email, acts: ['#email=camille@example.fr', next], answers: { 'email.give': codeSent } },
  'email-code-before': {
    path: pages.email,
    acts: ['#email=camille@example.fr', next, '.actions .button.quiet'],
    answers: { 'email.give': new Refused('code_limit', { wait_seconds: 60 }) },
  },
  'consent-session-over': inDraft(pages.consent, {
    acts: ['input[type=checkbox]', next],
    answers: { 'consent.give': new Refused('citizen_session_missing') },
  }),
  'email-code-wrong': {
    path: pages.email,
    acts: ['#email=camille@example.fr', next, '#code=123456', next],
    answers: { 'email.give': codeSent, 'email.confirm': new Refused('code_wrong', { attempts_left: 4 }) },
  },
  document: inDraft(pages.document),
  'document-old': inDraft(pages.document, { acts: ['#documentType-cni_1995'] }),
  'document-photograph': inDraft(pages.document, { acts: ['main .row .button'] }),
  names: inDraft(pages.names),
  'names-errors': inDraft(pages.names, {
    acts: ['#birthName=Lefèvre', '#givenNames=Camille, Anne-Sophie', '#sex', next],
    answers: {
      'application.save': new Refused('declaration_invalid', { problems: [{ field: 'birthName', code: 'malformed' }] }),
    },
  }),
  birth: inDraft(pages.birth, { acts: ['#where', '#place=Saint-Et'], answers: { 'communes.search': communes } }),
  'birth-abroad': inDraft(pages.birth, { acts: ['#where-abroad'], answers: { 'countries.list': countries } }),
  nationality: inDraft(pages.nationality, { acts: ['#nationality-other'], answers: { 'countries.list': countries } }),
  address: inDraft(pages.address, { acts: ['#search=12 rue des Lilas'], answers: { 'addresses.search': addresses } }),
  'address-chosen': inDraft(pages.address, {
    acts: ['#search=12 rue des Lilas', 'ul.choices .choice', next],
    answers: {
      'addresses.search': addresses,
      'application.save': new Refused('declaration_invalid', {
        problems: [{ field: 'address.city', code: 'postcode_city' }],
      }),
    },
  }),
  phone: inDraft(pages.phone),
  'phone-code': inDraft(pages.phone, { acts: ['#phone=06 39 98 12 34', next], answers: { 'phone.give': codeSent } }),
  'phone-limit': inDraft(pages.phone, {
    acts: ['#phone=06 39 98 12 34', next],
    answers: { 'phone.give': new Refused('code_limit', { wait_seconds: 600 }) },
  }),
  consent: inDraft(pages.consent),
  channel: inDraft(pages.channel, {
    session: { application: { ...draft, declared } },
    acts: ['#channel'],
    answers: { 'branches.search': branches },
  }),
  'channel-home': inDraft(pages.channel, { acts: ['#channel-home'], answers: { 'slots.list': slots } }),
  summary: { path: pages.summary, session: { application: filled }, answers: { 'countries.list': countries } },
  'session-needed': { path: pages.status },
  'status-visit': { path: pages.status, session: { application: sent } },
  'status-home': {
    path: pages.status,
    session: {
      application: {
        ...sent,
        channel: 'home',
        branch: null,
        visit: { starts_at: '2026-12-02T08:00:00Z', ends_at: '2026-12-02T10:00:00Z' },
      },
    },
  },
  'status-checked': { path: pages.status, session: { application: { ...sent, standing: 'being_checked' } } },
  'status-accepted': {
    path: pages.status,
    session: { application: { ...sent, standing: 'accepted', activation: 'activation_pending' } },
  },
  'status-active': {
    path: pages.status,
    session: { application: { ...sent, standing: 'accepted', activation: 'active' } },
  },
  'status-locked': {
    path: pages.status,
    session: { application: { ...sent, standing: 'accepted', activation: 'locked' } },
  },
  'status-refused': {
    path: pages.status,
    session: {
      application: {
        ...sent,
        standing: 'not_accepted',
        reasons: ['declared_differs', 'of_tomorrow'],
        contest_until: '2027-12-28T10:00:00Z',
      },
    },
  },
  'status-contested': {
    path: pages.status,
    session: {
      application: {
        ...sent,
        standing: 'not_accepted',
        reasons: ['document_expired'],
        contest_until: '2027-12-28T10:00:00Z',
        contest_due: '2026-12-28T10:00:00Z',
      },
    },
  },
  'status-cancelled': {
    path: pages.status,
    session: { application: { ...sent, standing: 'cancelled', reference: null } },
  },
  'activate-link': { path: pages.activate, answers: { 'activation.read': new Refused('activation_link_invalid') } },
  'activate-code': { path: pages.activate, answers: { 'activation.read': activation } },
  'activate-secret': {
    path: pages.activate,
    answers: { 'activation.read': { ...activation, step: 'secret' } },
    acts: ['#secret=123456', '#again=123456', next],
  },
  'activate-device': { path: pages.activate, answers: { 'activation.read': { ...activation, step: 'device' } } },
  'activate-done': { path: pages.activate, answers: { 'activation.read': { ...activation, step: 'done' } } },
  app: { path: pages.app, session: { device } },
  'app-push-off': { path: pages.app, session: { device }, answers: { 'push.read': push(false) } },
  'app-push-on': { path: pages.app, session: { device }, answers: { 'push.read': push(true) } },
  'app-push-denied': { path: pages.app, session: { device }, push: 'denied', answers: { 'push.read': push(false) } },
  'app-push-fails': {
    path: pages.app,
    session: { device },
    push: 'fails',
    answers: { 'push.read': push(false) },
    acts: ['#push ~ .row button'],
  },
  'app-push-refused': {
    path: pages.app,
    session: { device },
    answers: { 'push.read': push(false), 'push.subscribe': new Refused('push_service_unknown') },
    acts: ['#push ~ .row button'],
  },
  'app-locked': { path: pages.app },
  'app-blocked': { path: pages.app, session: { device: { ...device, account: 'LOCKED', attempts_left: 0 } } },
  pending: { path: pages.app, session: { device: { ...device, kind: 'key' } }, pending },
  'pending-wrong': {
    path: pages.app,
    session: { device: { ...device, kind: 'key' } },
    pending,
    acts: ['#number=42', '#secret=483920', next],
    answers: {
      'pending.answer': new Refused('secret_wrong', { attempts_left: 4 }),
      'pending.read': { pending: { ...pending, attempts_left: 4 } },
    },
  },
  account: { path: pages.account, session: { device }, answers: { 'holder.read': holder } },
  'account-sure': {
    path: pages.account,
    session: { device },
    answers: { 'holder.read': { ...holder, logins: [] } },
    acts: ['#not-me ~ .row button'],
  },
  'account-unproved': { path: pages.account, session: { device: { ...device, given_name: null } } },
  'account-proof-missing': {
    path: pages.account,
    session: { device },
    answers: { 'holder.read': new Refused('device_proof_missing') },
  },
  reset: { path: pages.reset, session: { device } },
  'reset-suspended': { path: pages.reset, session: { device: { ...device, account: 'SUSPENDED' } } },
  'app-code-locked': { path: pages.app, session: { device: { ...device, account: 'LOCKED' } } },
  'add-suspended': { path: pages.add, session: { device: { ...device, account: 'SUSPENDED' } } },
  'new-email-suspended': { path: pages.newEmail, session: { device: { ...device, account: 'SUSPENDED' } } },
  'parcel-suspended': { path: pages.parcel, session: { device: { ...device, account: 'SUSPENDED' } } },
  'reset-empty': { path: pages.reset, session: { device }, acts: [next] },
  'reset-wrong': {
    path: pages.reset,
    session: { device },
    acts: ['#lastFour=0000', '#secret=582941', '#again=582941', next],
    answers: {
      'holder.challenge': pending.challenge,
      'secret.reset': new Refused('last_four_wrong', { attempts_left: 2 }),
    },
  },
  'reset-done': {
    path: pages.reset,
    session: { device },
    acts: ['#lastFour=PFW4', '#secret=582941', '#again=582941', next],
    answers: { 'holder.challenge': pending.challenge, 'secret.reset': device },
  },
  'reset-none': { path: pages.reset },
  parcel: { path: pages.parcel, session: { device }, parcel: { held: true, listAgeMs: 0 } },
  'parcel-get': { path: pages.parcel, session: { device } },
  'parcel-none': { path: pages.parcel },
  'parcel-check': { path: pages.parcelCheck, parcel: { held: false, listAgeMs: 3_600_000 } },
  'parcel-check-good': {
    path: pages.parcelCheck,
    acts: ['#code=@code', next],
    parcel: { held: false, listAgeMs: 3_600_000 },
  },
  'parcel-check-bad': {
    path: pages.parcelCheck,
    acts: ['#code=GUICHET', next],
    parcel: { held: false, listAgeMs: 3_600_000 },
  },
  'parcel-check-old': {
    path: pages.parcelCheck,
    acts: ['#code=@code', next],
    parcel: { held: false, listAgeMs: 90_000_000 },
  },
  'parcel-check-none': { path: pages.parcelCheck, answers: { 'parcel.trust': new Refused('unavailable') } },
  services: { path: pages.services, session: { device }, answers: { 'services.read': services } },
  rights: { path: pages.rights, session: { device }, answers: { 'rights.read': rights } },
  'rights-nobody': {
    path: pages.rights,
    session: { device },
    answers: { 'rights.read': { looks: [], kept: [], services: [], record: true, erasure: 'now', erases_at: null } },
  },
  'rights-locked': { path: pages.rights, session: { device: { ...device, given_name: null } } },
  'rights-none': { path: pages.rights },
  'rights-record': {
    path: pages.rights,
    session: { device },
    answers: {
      'rights.read': rights,
      'holder.challenge': pending.challenge,
      'rights.record': { name: 'guichet-2026-11-28.html', page: '<!doctype html><p>Tout</p>' },
    },
    acts: ['section[aria-labelledby=record] button', '#secret=830274', next],
  },
  'rights-erase': {
    path: pages.rights,
    session: { device },
    answers: { 'rights.read': rights },
    acts: ['section[aria-labelledby=erase] button'],
  },
  'rights-suspended': {
    path: pages.rights,
    session: { device: { ...device, account: 'SUSPENDED' } },
    answers: { 'rights.read': { ...rights, record: false, erasure: 'later' } },
    acts: ['section[aria-labelledby=erase] button'],
  },
  'rights-asked': {
    path: pages.rights,
    session: { device: { ...device, account: 'SUSPENDED' } },
    answers: { 'rights.read': { ...rights, erasure: 'later', erases_at: '2026-11-29T10:00:00Z' } },
  },
  'rights-elsewhere': {
    path: pages.rights,
    session: { device: { ...device, account: 'SUSPENDED' } },
    answers: { 'rights.read': { ...rights, erasure: 'elsewhere' } },
  },
  'rights-waits': {
    path: pages.rights,
    session: { device },
    answers: {
      'rights.read': rights,
      'holder.challenge': pending.challenge,
      'rights.erase': new Refused('erasure_waits'),
    },
    acts: ['section[aria-labelledby=erase] button', '#secret=830274', next],
  },
  'rights-erased': {
    path: pages.rights,
    session: { device },
    answers: { 'rights.read': rights, 'holder.challenge': pending.challenge, 'rights.erase': { erases_at: null } },
    acts: ['section[aria-labelledby=erase] button', '#secret=830274', next],
  },
  'services-none': {
    path: pages.services,
    session: { device },
    answers: { 'services.read': { services: [], sessions: [] } },
  },
  'services-unproved': {
    path: pages.services,
    session: { device },
    answers: { 'services.read': new Refused('device_proof_missing') },
  },
  add: { path: pages.add, session: { device }, answers: { 'join.read': nobodyJoins } },
  'add-offered': {
    path: pages.add,
    session: { device },
    acts: ['.actions .button'],
    answers: { 'join.read': [nobodyJoins], 'join.offer': offered },
  },
  'add-full': {
    path: pages.add,
    session: { device },
    acts: ['.actions .button'],
    answers: { 'join.read': nobodyJoins, 'join.offer': new Refused('device_limit') },
  },
  'add-asked': { path: pages.add, session: { device }, answers: { 'join.read': joinAsked } },
  'add-wrong': {
    path: pages.add,
    session: { device },
    acts: ['#number=42', '#secret=582941', next],
    answers: {
      'join.read': joinAsked,
      'holder.challenge': pending.challenge,
      'join.answer': new Refused('login_number_wrong', { attempts_left: 1 }),
    },
  },
  'add-done': { path: pages.add, session: { device }, answers: { 'join.read': { ...joinAsked, stage: 'joined' } } },
  'join-device': { path: pages.join, token, answers: { 'join.open': joining } },
  'join-waiting': {
    path: pages.join,
    token,
    answers: { 'join.open': { ...joining, stage: 'waiting', number: '42' } },
  },
  'join-over': { path: pages.join, token, answers: { 'join.open': new Refused('join_over') } },
  'new-email': { path: pages.newEmail, session: { device } },
  'new-email-empty': { path: pages.newEmail, session: { device }, acts: [next] },
  'new-email-code': {
    path: pages.newEmail,
    session: { device },
    acts: ['#email=zoe@example.fr', next],
    answers: { 'contact.give': codeSent },
  },
  'new-phone': { path: pages.newPhone, session: { device } },
  'new-phone-done': {
    path: pages.newPhone,
    session: { device },
    acts: ['#phone=0639981234', next, '#code=123456', '#secret=582941', next],
    answers: { 'contact.give': codeSent, 'holder.challenge': pending.challenge, 'contact.confirm': holder },
  },
  'not-me': { path: pages.notMe, token },
  'not-me-done': { path: pages.notMe, token, acts: ['.actions .button'], answers: { 'objection.make': {} } },
  'not-me-over': {
    path: pages.notMe,
    token,
    acts: ['.actions .button'],
    answers: { 'objection.make': new Refused('objection_over') },
  },
  'not-me-none': { path: pages.notMe },
  'account-none': { path: pages.account },
  'add-none': { path: pages.add },
  'new-email-none': { path: pages.newEmail },
  'login-name': { path: atLogin, answers: { 'login.read': login } },
  'login-remembered': { path: atLogin, answers: { 'login.read': { ...login, remembered: 'c•••@example.fr' } } },
  'login-number': {
    path: atLogin,
    acts: ['#email=camille@example.fr', next],
    answers: {
      'login.read': [login],
      'login.name': { ...login, stage: 'waiting', number: '42', expires_at: '2027-11-28T10:02:00Z' },
    },
  },
  'login-refused': { path: atLogin, answers: { 'login.read': { ...login, stage: 'refused' } } },
  'login-expired': { path: atLogin, answers: { 'login.read': { ...login, stage: 'expired' } } },
  'login-over': { path: atLogin, answers: { 'login.read': new Refused('login_over') } },
  help: { path: pages.help },
  privacy: { path: pages.privacy },
  unknown: { path: '/nowhere' },
  'no-answer': { path: pages.status, answers: { 'session.read': new Refused('unavailable') } },
  offline: { path: pages.app, session: { device }, offline: true },
}

import { z } from 'zod'
import * as activation from './activation.ts'
import * as application from './application.ts'
import * as contact from './contact.ts'
import * as device from './device.ts'
import { Nothing, type Endpoint } from './endpoint.ts'
import * as holder from './holder.ts'
import * as join from './join.ts'
import * as parcel from './parcel.ts'
import * as rights from './rights.ts'
import { ServicesView } from './services.ts'

const device_id = z.object({ device_id: z.uuid() })
const Name = z.string().regex(/^[\w-]{10,64}$/)

/** What is refused of an identity that cannot be used, of a device without the level, or without a late proof. */
const asHolder = [
  'device_unknown',
  'device_proof_missing',
  'device_key_refused',
  'account_locked',
  'account_inactive',
  'secret_new',
] as const

/** What is refused of whoever asks for what is theirs: any device of theirs will do. */
const asOwner = [
  'device_unknown',
  'device_proof_missing',
  'device_proof_invalid',
  'account_locked',
  'account_inactive',
] as const

/** What holders see, change and end of their own identity. */
export const holderEndpoints = {
  /** Devices and logins, for whoever proved the device lately. */
  'holder.read': {
    method: 'GET',
    path: '/holder',
    answer: holder.HolderView,
    failures: ['device_unknown', 'device_proof_missing'],
  },
  'holder.revoke': {
    method: 'POST',
    path: '/holder/devices/:device_id/revoke',
    params: device_id,
    body: Nothing,
    answer: holder.HolderView,
    failures: ['device_unknown', 'device_proof_missing'],
  },
  /** "It was not me" (R26): nobody logs in any more. */
  'holder.suspend': {
    method: 'POST',
    path: '/holder/suspend',
    body: Nothing,
    answer: Nothing,
    failures: ['device_unknown', 'device_proof_missing', 'account_inactive'],
  },

  /** Fresh bytes for what only the device in hand may do. */
  'holder.challenge': {
    method: 'POST',
    path: '/holder/challenge',
    body: holder.HolderAct,
    answer: device.DeviceChallenge,
    failures: ['device_unknown'],
  },
  /** Proof, then the last characters of the document's number: three tries between two checks. */
  'secret.reset': {
    method: 'POST',
    path: '/holder/secret',
    body: holder.SecretReset,
    answer: device.DeviceView,
    failures: [
      'device_unknown',
      'account_inactive',
      'device_proof_invalid',
      'secret_trivial',
      'last_four_wrong',
      'reset_over',
    ],
  },

  /** What services received, and where the holder is logged in. */
  'services.read': {
    method: 'GET',
    path: '/holder/services',
    answer: ServicesView,
    failures: ['device_unknown', 'device_proof_missing'],
  },
  'services.end': {
    method: 'POST',
    path: '/holder/services/:service_id/end',
    params: z.object({ service_id: Name }),
    body: Nothing,
    answer: ServicesView,
    failures: ['device_unknown', 'device_proof_missing', 'not_found'],
  },
  'services.end_session': {
    method: 'POST',
    path: '/holder/sessions/:session_id/end',
    params: z.object({ session_id: Name }),
    body: Nothing,
    answer: ServicesView,
    failures: ['device_unknown', 'device_proof_missing', 'not_found'],
  },

  /** Who looked at what is held of the holder, and what an erasure would leave. */
  'rights.read': {
    method: 'GET',
    path: '/holder/rights',
    answer: rights.RightsView,
    failures: ['device_unknown', 'device_proof_missing'],
  },
  /** Everything that is held, as one file (articles 15 and 20 GDPR). */
  'rights.record': {
    method: 'POST',
    path: '/holder/record',
    body: rights.RightsAsked,
    answer: rights.RecordFile,
    failures: [...asOwner, 'secret_wrong'],
  },
  /** Ends the identity and erases all that no law keeps (article 17 GDPR). */
  'rights.erase': {
    method: 'POST',
    path: '/holder/erase',
    body: rights.RightsAsked,
    answer: rights.ErasureAsked,
    failures: [...asOwner, 'secret_wrong', 'secret_new', 'erasure_waits', 'last_four_wrong', 'reset_over'],
  },
  /** An erasure that waits is not wanted any more. */
  'rights.keep': {
    method: 'POST',
    path: '/holder/keep',
    body: Nothing,
    answer: Nothing,
    failures: ['device_unknown', 'device_proof_missing'],
  },

  /** A further device: the one in hand offers it a link, and lets it in by number, secret code and proof. */
  'join.offer': {
    method: 'POST',
    path: '/holder/join',
    body: Nothing,
    answer: join.JoinOffer,
    failures: [...asHolder, 'device_limit'],
  },
  'join.read': {
    method: 'GET',
    path: '/holder/join',
    answer: join.JoinView,
    failures: ['device_unknown', 'device_proof_missing'],
  },
  'join.answer': {
    method: 'POST',
    path: '/holder/join/answer',
    body: join.JoinAnswer,
    answer: join.JoinView,
    failures: [...asHolder, 'device_proof_invalid', 'join_over', 'login_number_wrong', 'secret_wrong', 'device_limit'],
  },
  'join.refuse': {
    method: 'POST',
    path: '/holder/join/refuse',
    body: Nothing,
    answer: join.JoinView,
    failures: ['device_unknown', 'device_proof_missing'],
  },
  /** In the browser of the further device: the link, once; then its key; then its number, until it is let in. */
  'join.open': {
    method: 'POST',
    path: '/join/open',
    body: join.JoinLink,
    answer: join.JoinStanding,
    failures: ['join_over'],
  },
  'join.standing': { method: 'GET', path: '/join', answer: join.JoinStanding, failures: ['join_over'] },
  'join.challenge': {
    method: 'POST',
    path: '/join/challenge',
    body: Nothing,
    answer: activation.RegistrationChallenge,
    failures: ['join_over'],
  },
  'join.device': {
    method: 'POST',
    path: '/join/device',
    body: device.NewDevice,
    answer: join.JoinStanding,
    failures: ['join_over', 'device_key_refused', 'device_proof_invalid'],
  },
  'join.take': {
    method: 'POST',
    path: '/join/take',
    body: Nothing,
    answer: device.DeviceView,
    failures: ['join_over', 'device_unknown'],
  },

  /** Another address or number: digits sent there, then secret code and proof; the former one is told. */
  'contact.give': {
    method: 'POST',
    path: '/holder/contact',
    body: contact.ContactGiven,
    answer: application.CodeSent,
    failures: [...asHolder, 'declaration_invalid', 'code_limit', 'message_not_sent'],
  },
  'contact.confirm': {
    method: 'POST',
    path: '/holder/contact/confirm',
    body: contact.ContactConfirmed,
    answer: holder.HolderView,
    failures: [...asHolder, 'device_proof_invalid', 'secret_wrong', 'code_wrong', 'code_expired', 'address_in_use'],
  },
  /** A credential with which this device's holder collects parcels (R28), in place of the device's former one. */
  'parcel.issue': {
    method: 'POST',
    path: '/holder/parcel',
    body: parcel.ParcelAsked,
    answer: parcel.ParcelIssued,
    failures: [...asHolder, 'device_proof_invalid', 'secret_wrong'],
  },
  /** What whoever hands parcels over takes along; asked by anybody. */
  'parcel.trust': { method: 'GET', path: '/parcel/trust', answer: parcel.ParcelTrust },
  /** "It was not me", by a notice's link: no device is needed. */
  'objection.make': {
    method: 'POST',
    path: '/objection',
    body: contact.Objection,
    answer: Nothing,
    failures: ['objection_over', 'account_inactive'],
  },
} as const satisfies Record<string, Endpoint>

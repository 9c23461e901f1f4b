import { z } from 'zod'
import { Environment } from '../protocol/environment.ts'
import { FailureCode } from '../failure.ts'
import * as activation from './activation.ts'
import * as application from './application.ts'
import * as device from './device.ts'
import * as eligibility from './eligibility.ts'
import { Nothing, type Endpoint } from './endpoint.ts'
import { holderEndpoints } from './holder-endpoints.ts'
import * as login from './login.ts'
import * as places from './places.ts'
import * as push from './push.ts'

export type { Endpoint } from './endpoint.ts'

/** Where the web application and its API stand under the service's origin. */
export const citizenPath = '/citizen'
export const citizenApiPath = '/citizen/api'
/** Every request that changes something carries it: another origin cannot send it without being asked first. */
export const csrfHeader = { name: 'x-guichet', value: 'citizen' } as const
/** Of which application a page speaks: its `created_at`. Another tab of the browser may hold another one by now. */
export const applicationHeader = 'x-guichet-application'

/** What any failed call answers, as `application/problem+json`. */
export const CitizenProblem = z.object({
  code: FailureCode,
  /** With `declaration_invalid`. */
  problems: z.array(application.FieldProblem).nullable(),
  /** With codes that count: `code_wrong`, `secret_wrong`, `login_number_wrong`. */
  attempts_left: z.int().nullable(),
  /** With what time mends. */
  wait_seconds: z.int().nullable(),
})
export type CitizenProblem = z.infer<typeof CitizenProblem>

/** What this browser holds, asked first. */
export const SessionView = z.object({
  environment: Environment,
  application: application.ApplicationView.nullable(),
  device: device.DeviceView.nullable(),
})
export type SessionView = z.infer<typeof SessionView>

const login_id = z.object({ login_id: z.uuid() })
const uid = z.object({ uid: z.string().regex(/^[\w-]{10,64}$/) })

/** One row a call. `params` fill the path's `:name`s. Paths are under `citizenApiPath`. */
export const endpoints = {
  'session.read': { method: 'GET', path: '/session', answer: SessionView },
  'session.end': { method: 'POST', path: '/session/end', body: Nothing, answer: Nothing },

  'eligibility.ask': {
    method: 'POST',
    path: '/eligibility',
    body: eligibility.EligibilityQuestion,
    answer: eligibility.EligibilityAnswer,
  },
  'communes.search': { method: 'GET', path: '/communes', query: places.CommuneQuery, answer: places.CommunesFound },
  'countries.list': { method: 'GET', path: '/countries', query: places.CountryQuery, answer: places.Countries },
  'addresses.search': {
    method: 'GET',
    path: '/addresses',
    query: places.AddressQuery,
    answer: places.AddressesFound,
    failures: ['unavailable'],
  },
  'branches.search': { method: 'GET', path: '/branches', query: places.BranchQuery, answer: places.BranchesFound },
  'slots.list': {
    method: 'GET',
    path: '/application/slots',
    answer: places.SlotsFound,
    failures: ['citizen_session_missing'],
  },

  /** Begins an application, or takes it up again on this device: the code decides which. */
  'email.give': {
    method: 'POST',
    path: '/application/email',
    body: application.EmailGiven,
    answer: application.CodeSent,
    failures: ['declaration_invalid', 'code_limit'],
  },
  'email.confirm': {
    method: 'POST',
    path: '/application/email/confirm',
    body: application.EmailConfirmed,
    answer: application.ApplicationView,
    failures: ['code_wrong', 'code_expired'],
  },
  'application.read': {
    method: 'GET',
    path: '/application',
    answer: application.ApplicationView,
    failures: ['citizen_session_missing'],
  },
  'application.save': {
    method: 'POST',
    path: '/application/save',
    body: application.DeclarationChange,
    answer: application.ApplicationView,
    failures: ['citizen_session_missing', 'declaration_invalid', 'application_conflict'],
  },
  'phone.give': {
    method: 'POST',
    path: '/application/phone',
    body: application.PhoneGiven,
    answer: application.CodeSent,
    failures: ['citizen_session_missing', 'declaration_invalid', 'code_limit', 'message_not_sent'],
  },
  'phone.confirm': {
    method: 'POST',
    path: '/application/phone/confirm',
    body: application.CodeGiven,
    answer: application.ApplicationView,
    failures: ['citizen_session_missing', 'code_wrong', 'code_expired'],
  },
  'consent.give': {
    method: 'POST',
    path: '/application/consent',
    body: application.ConsentGiven,
    answer: application.ApplicationView,
    failures: ['citizen_session_missing', 'agreement_missing'],
  },
  'channel.choose': {
    method: 'POST',
    path: '/application/channel',
    body: application.ChannelChoice,
    answer: application.ApplicationView,
    failures: ['citizen_session_missing', 'branch_unavailable', 'slot_taken'],
  },
  'application.submit': {
    method: 'POST',
    path: '/application/submit',
    body: Nothing,
    answer: application.ApplicationView,
    failures: [
      'citizen_session_missing',
      'declaration_invalid',
      'agreement_missing',
      'document_unusable',
      'branch_unavailable',
      'slot_taken',
      'application_incomplete',
      'address_in_use',
    ],
  },
  'application.cancel': {
    method: 'POST',
    path: '/application/cancel',
    body: Nothing,
    answer: application.ApplicationView,
    failures: [
      'citizen_session_missing',
      'application_already_verified',
      'application_refused',
      'application_cancelled',
      'application_expired',
    ],
  },
  /** After a refusal, an end or a cancellation: everything but the e-mail starts over (R22). */
  'application.renew': {
    method: 'POST',
    path: '/application/renew',
    body: Nothing,
    answer: application.ApplicationView,
    failures: ['citizen_session_missing', 'application_conflict'],
  },
  'application.contest': {
    method: 'POST',
    path: '/application/contest',
    body: application.ContestWords,
    answer: application.ContestTaken,
    failures: ['citizen_session_missing', 'contest_too_late', 'contest_open'],
  },
  /** Sends the activation's mail again. */
  'application.resend_activation': {
    method: 'POST',
    path: '/application/activation',
    body: Nothing,
    answer: application.ApplicationView,
    failures: ['citizen_session_missing', 'account_inactive', 'code_limit'],
  },

  /** Opens the mail's link in this browser and sends the code by message. */
  'activation.open': {
    method: 'POST',
    path: '/activation/open',
    body: activation.ActivationLink,
    answer: activation.ActivationView,
    failures: ['activation_link_invalid', 'code_limit', 'message_not_sent'],
  },
  'activation.read': {
    method: 'GET',
    path: '/activation',
    answer: activation.ActivationView,
    failures: ['activation_link_invalid'],
  },
  'activation.resend': {
    method: 'POST',
    path: '/activation/resend',
    body: Nothing,
    answer: activation.ActivationView,
    failures: ['activation_link_invalid', 'code_limit', 'message_not_sent'],
  },
  'activation.code': {
    method: 'POST',
    path: '/activation/code',
    body: application.CodeGiven,
    answer: activation.ActivationView,
    failures: ['activation_link_invalid', 'code_wrong', 'code_expired'],
  },
  'activation.secret': {
    method: 'POST',
    path: '/activation/secret',
    body: activation.SecretChosen,
    answer: activation.ActivationView,
    failures: ['activation_link_invalid', 'activation_incomplete', 'secret_trivial'],
  },
  'activation.challenge': {
    method: 'POST',
    path: '/activation/challenge',
    body: Nothing,
    answer: activation.RegistrationChallenge,
    failures: ['activation_link_invalid', 'activation_incomplete'],
  },
  'activation.device': {
    method: 'POST',
    path: '/activation/device',
    body: device.NewDevice,
    answer: device.DeviceView,
    failures: ['activation_link_invalid', 'activation_incomplete', 'device_key_refused', 'device_proof_invalid'],
  },

  'device.read': { method: 'GET', path: '/device', answer: device.DeviceView, failures: ['device_unknown'] },
  'device.challenge': { method: 'POST', path: '/device/challenge', body: Nothing, answer: device.DeviceChallenge },
  'device.open': {
    method: 'POST',
    path: '/device/open',
    body: device.OpenDevice,
    answer: device.DeviceView,
    failures: ['device_unknown', 'device_proof_invalid'],
  },
  'pending.read': { method: 'GET', path: '/device/pending', answer: device.PendingView, failures: ['device_unknown'] },
  'pending.answer': {
    method: 'POST',
    path: '/device/pending/:login_id/answer',
    params: login_id,
    body: device.LoginAnswer,
    answer: Nothing,
    failures: [
      'device_unknown',
      'device_proof_invalid',
      'login_over',
      'login_number_wrong',
      'device_key_refused',
      'secret_wrong',
      'account_locked',
      'account_inactive',
      'secret_new',
    ],
  },
  /** One tap: no code, no signature. */
  'pending.refuse': {
    method: 'POST',
    path: '/device/pending/:login_id/refuse',
    params: login_id,
    body: Nothing,
    answer: Nothing,
    failures: ['device_unknown', 'login_over'],
  },
  /** Whether this device is told that a login waits while the application is closed. */
  'push.read': { method: 'GET', path: '/device/push', answer: push.PushView, failures: ['device_unknown'] },
  'push.subscribe': {
    method: 'POST',
    path: '/device/push',
    body: push.PushSubscribed,
    answer: push.PushView,
    failures: ['device_unknown', 'push_service_unknown'],
  },
  'push.end': {
    method: 'POST',
    path: '/device/push/end',
    body: Nothing,
    answer: push.PushView,
    failures: ['device_unknown'],
  },

  ...holderEndpoints,

  'login.read': {
    method: 'GET',
    path: '/login/:uid/state',
    params: uid,
    query: login.LoginPoll,
    answer: login.LoginView,
    failures: ['login_over'],
  },
  'login.name': {
    method: 'POST',
    path: '/login/:uid/name',
    params: uid,
    body: login.LoginName,
    answer: login.LoginView,
    failures: ['login_over', 'login_limit'],
  },
} as const satisfies Record<string, Endpoint>

export type EndpointName = keyof typeof endpoints

type Field<Name extends EndpointName, Key extends string> =
  (typeof endpoints)[Name] extends Record<Key, infer S> ? S : null
type In<S> = S extends z.ZodType ? z.input<S> : null
type Out<S> = S extends z.ZodType ? z.output<S> : null
export type ParamsOf<Name extends EndpointName> = Out<Field<Name, 'params'>>
export type QueryOf<Name extends EndpointName> = Out<Field<Name, 'query'>>
export type QuestionOf<Name extends EndpointName> = In<Field<Name, 'query'>>
export type BodyOf<Name extends EndpointName> = Out<Field<Name, 'body'>>
export type MessageOf<Name extends EndpointName> = In<Field<Name, 'body'>>
export type AnswerOf<Name extends EndpointName> = z.output<(typeof endpoints)[Name]['answer']>

/** Other addresses under `citizenApiPath`, which are no JSON calls. */
export const citizenFiles = {
  /** Server-sent events: `pending`, data a `PendingView`; a comment every 20 s. */
  deviceEvents: '/device/events',
  /** The reference with its QR code, once submitted. */
  referencePdf: '/application/reference.pdf',
  referenceSvg: '/application/reference.svg',
} as const

/** Pages of the web application that others link to, under `citizenPath`. */
export const citizenPages = {
  start: '/',
  status: '/status',
  /** The mail's link: the token follows in the fragment. */
  activate: '/activate',
  /** The link that a device offers to another; the token follows in the fragment. */
  join: '/join',
  /** The link of a notice, "it was not me"; the token follows in the fragment. */
  objection: '/not-me',
  /** Where the provider sends whoever must log in. */
  login: '/login/:uid',
  /** The application: pending logins. */
  device: '/app',
} as const

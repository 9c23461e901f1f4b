import type { FastifyRequest } from 'fastify'
import type { Logger } from 'pino'
import { ZodError } from 'zod'
import { Failure, type FailureCode } from '../../contract/failure.ts'
import type { Problem } from '../../contract/protocol/problem.ts'

/** HTTP status of each code that central answers with; anything else is our own fault. */
export const problemStatus = {
  request_invalid: 400,
  operator_invalid: 400,
  time_in_future: 400,
  packet_digest_mismatch: 400,
  reference_malformed: 400,
  reference_check_failed: 400,
  token_invalid: 401,
  proof_invalid: 401,
  nonce_required: 401,
  station_not_registered: 401,
  forbidden: 403,
  scope_missing: 403,
  operator_revoked: 403,
  operator_code_invalid: 403,
  operator_not_on_roster: 403,
  station_code_invalid: 403,
  station_pending: 403,
  station_revoked: 403,
  station_retired: 403,
  training_forbidden: 403,
  not_found: 404,
  method_unknown: 405,
  application_unknown: 404,
  appointment_unknown: 404,
  visit_not_due: 409,
  packet_conflict: 409,
  operator_exists: 409,
  operator_key_in_use: 409,
  application_expired: 409,
  application_already_verified: 409,
  application_cancelled: 409,
  application_refused: 409,
  application_email_unconfirmed: 409,
  application_incomplete: 409,
  application_conflict: 409,
  contact_missing: 409,
  contest_too_late: 409,
  contest_open: 409,
  branch_unavailable: 409,
  packet_too_large: 413,
  packet_undecryptable: 422,
  packet_signature_invalid: 422,
  packet_schema_invalid: 422,
  packet_sequence_invalid: 422,
  clock_skew: 422,
  declaration_invalid: 422,
  rate_limited: 429,
  lookup_limit: 429,
  policy_conflict: 409,
  service_conflict: 409,
  trust_file_unusable: 422,
  trust_specimen: 422,
  trust_issuer_unknown: 422,
  trust_confirmation_missing: 422,
  trust_conflict: 409,
  internal_error: 500,
  unavailable: 503,
} as const satisfies Partial<Record<FailureCode, number>>
type ProblemCode = keyof typeof problemStatus

/** Seconds after which a refused request may be tried again. */
export const retryAfterSeconds: Partial<Record<FailureCode, number>> = { rate_limited: 2, unavailable: 5 }

/** Classes of SQLSTATE and socket errors that pass by themselves: connection, resources, shutdown, serialisation. */
const passingFaults = /^(08|53|57P|40)|^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT)$/

/** What pg says of a connection without a code. */
const passingWords =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/

/** Any error as a Failure whose code central may answer with. */
export function toFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (error instanceof ZodError) return new Failure('request_invalid', whereInvalid(error))
  const { statusCode, code, message } = error as { statusCode?: number; code?: string; message?: string }
  if (statusCode === 413) return new Failure('packet_too_large')
  if (statusCode !== undefined && statusCode < 500) return new Failure('request_invalid', code ?? null)
  // A value that the schema allows and the database does not hold, e.g. a NUL character.
  if (code?.startsWith('22')) return new Failure('request_invalid', `value ${code}`)
  const passing = passingFaults.test(code ?? '') || passingWords.test(message ?? '')
  return new Failure(passing ? 'unavailable' : 'internal_error', null, { cause: error })
}

/** Only paths and kinds: the values could be somebody's name. */
export function whereInvalid(error: ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join('.')}: ${issue.code}`)
    .join('; ')
}

/** Logs what somebody should look at: a fault behind the answer, not the instance asking for patience. */
export function logFault(
  log: Logger,
  { id, routeOptions: { url: route } }: Pick<FastifyRequest, 'id' | 'routeOptions'>,
  failure: Failure,
): void {
  const isFault = failure.cause !== undefined && (problemStatus[failure.code as ProblemCode] ?? 500) >= 500
  if (!isFault) return
  // The cause may quote a row: only its kind is logged.
  const cause = failure.cause as { code?: string; name?: string; stack?: string } | undefined
  const where = cause?.stack?.split('\n').slice(1, 4).join(' ')
  log.error({ request: id, route, code: failure.code, cause: cause?.code ?? cause?.name, where })
}

export function problemOf(failure: Failure, now: Date): { status: number; body: Problem } {
  const status = problemStatus[failure.code as ProblemCode] ?? 500
  const code = status === 500 ? 'internal_error' : failure.code
  const server_time = code === 'clock_skew' ? now.toISOString() : null
  return { status, body: { code, detail: status === 500 ? null : failure.detail, server_time } }
}

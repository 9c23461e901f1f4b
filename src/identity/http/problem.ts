import { ZodError } from 'zod'
import type { CitizenProblem } from '../../contract/identity/endpoints.ts'
import { Failure, type FailureCode } from '../../contract/failure.ts'
import { problemStatus, toFailure } from '../../central/http/problem.ts'
import { DeclarationInvalid } from '../../central/intake/create-application.ts'

const ownStatus: Partial<Record<FailureCode, number>> = {
  code_wrong: 422,
  code_expired: 410,
  code_limit: 429,
  message_not_sent: 503,
  citizen_session_missing: 401,
  agreement_missing: 409,
  document_unusable: 422,
  slot_taken: 409,
  activation_link_invalid: 410,
  activation_incomplete: 409,
  secret_trivial: 422,
  secret_wrong: 422,
  account_locked: 423,
  account_inactive: 409,
  device_unknown: 401,
  device_key_refused: 422,
  device_proof_invalid: 403,
  device_proof_missing: 403,
  last_four_wrong: 422,
  reset_over: 423,
  secret_new: 409,
  login_over: 410,
  login_number_wrong: 422,
  login_limit: 429,
  push_service_unknown: 422,
  join_over: 410,
  device_limit: 409,
  objection_over: 410,
  address_in_use: 409,
  erasure_waits: 409,
}

/** What a citizen's browser is told of anything thrown: the code, and what helps with it. */
export function citizenProblem(error: unknown): { status: number; body: CitizenProblem; failure: Failure } {
  const failure = error instanceof ZodError ? new Failure('request_invalid', 'schema') : toFailure(error)
  const known = ownStatus[failure.code] ?? (problemStatus as Partial<Record<FailureCode, number>>)[failure.code]
  const body: CitizenProblem = {
    code: known === undefined ? 'internal_error' : failure.code,
    problems: failure instanceof DeclarationInvalid ? [...failure.problems] : null,
    attempts_left: attemptsLeft(failure),
    wait_seconds: failure.waitSeconds,
  }
  return { status: known ?? 500, body, failure }
}

function attemptsLeft(failure: Failure): number | null {
  return 'attemptsLeft' in failure && typeof failure.attemptsLeft === 'number' ? failure.attemptsLeft : null
}

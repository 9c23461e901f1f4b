import { Failure } from '../../contract/failure.ts'
import type { FailureCode } from '../../contract/failure.ts'

/** Central answered, and said no. */
export class Refusal extends Failure {
  readonly status: number
  readonly retryAfterMs: number | null
  /** By which central's log knows the request; null from a proxy in between. */
  readonly requestId: string | null
  constructor(
    code: FailureCode,
    status: number,
    retryAfterMs: number | null,
    detail: string | null,
    requestId: string | null = null,
  ) {
    super(code, detail)
    this.status = status
    this.retryAfterMs = retryAfterMs
    this.requestId = requestId
  }
}

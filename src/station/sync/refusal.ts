import { Failure } from '../../contract/failure.ts'
import type { FailureCode } from '../../contract/failure.ts'

/** Central answered, and said no. */
export class Refusal extends Failure {
  readonly status: number
  readonly retryAfterMs: number | null
  constructor(code: FailureCode, status: number, retryAfterMs: number | null, detail: string | null) {
    super(code, detail)
    this.status = status
    this.retryAfterMs = retryAfterMs
  }
}

import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { Problem } from '../../contract/protocol/problem.ts'
import type { Clock } from '../clock/port.ts'
import { parseRetryAfter } from '../queue/backoff.ts'
import type { Answered, Call } from './call.ts'
import { headerOf } from './http.ts'
import type { HttpAnswer } from './http.ts'
import { Refusal } from './refusal.ts'

/** What central answered, parsed. Codes: central_response_invalid, and central's own as a `Refusal`. */
export function readAnswer<T>(call: Call<T>, answer: HttpAnswer, clock: Clock): Answered<T> {
  const { status, headers } = answer
  if (status >= 400) throw refusalOf(answer, clock)
  if (status === 204 || status === 304) return { status, headers, body: null }
  if (status < 200 || status >= 300) throw new Failure('central_response_invalid', `status ${status}`)
  const parsed = call.answer?.safeParse(parseJson(answer.body))
  if (parsed === undefined) return { status, headers, body: null }
  if (!parsed.success) throw new Failure('central_response_invalid', call.path.split('?')[0]!)
  return { status, headers, body: parsed.data }
}

/** A proxy in between answers without a failure code: then the status decides. */
function refusalOf({ status, headers, body }: HttpAnswer, clock: Clock): Refusal {
  const retryAfterMs = parseRetryAfter(headerOf(headers, 'retry-after'), clock.now())
  const problem = Problem.safeParse(parseJson(body)).data
  const byStatus = status === 429 ? 'rate_limited' : status >= 500 ? 'unavailable' : 'central_refused'
  const id = headerOf(headers, 'request-id') ?? ''
  const requestId = z.uuid().safeParse(id).success ? id : null
  return new Refusal(problem?.code ?? byStatus, status, retryAfterMs, problem?.detail ?? `status ${status}`, requestId)
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    // Not JSON is as wrong as the wrong JSON; the schema says so.
    return undefined
  }
}

import { Failure, type FailureCode } from '../../contract/failure.ts'
import type { FieldProblem } from '../../contract/identity/application.ts'
import {
  applicationHeader,
  CitizenProblem,
  citizenApiPath,
  csrfHeader,
  endpoints,
  type AnswerOf,
  type Endpoint,
  type EndpointName,
  type MessageOf,
  type ParamsOf,
  type QuestionOf,
} from '../../contract/identity/endpoints.ts'

/** A refusal of the service, or of the way to it, with what the page says beside the words of its code. */
export class Refusal extends Failure {
  readonly problems: readonly FieldProblem[]
  readonly attemptsLeft: number | null
  constructor(code: FailureCode, more: Partial<Omit<CitizenProblem, 'code'>> = {}) {
    super(code, null, { waitSeconds: more.wait_seconds ?? undefined })
    this.problems = more.problems ?? []
    this.attemptsLeft = more.attempts_left ?? null
  }
}

type Filled<Key extends string, Value> = [Value] extends [null] ? Partial<Record<Key, undefined>> : Record<Key, Value>
export type Call<N extends EndpointName> = Filled<'params', ParamsOf<N>> &
  Filled<'query', QuestionOf<N>> &
  Filled<'body', MessageOf<N>> & { signal?: AbortSignal }
type LooseCall = { params?: Record<string, string>; query?: object; body?: unknown; signal?: AbortSignal }

export interface Api {
  /** Rejects with a `Refusal`; an aborted call rejects with the signal's own reason. */
  ask<N extends EndpointName>(name: N, call: Call<N>): Promise<AnswerOf<N>>
}

/** Longer than the longest poll (20 s) over a slow network. */
const patienceMs = 45_000

/** `/citizen/api/login/abc/state?seen=waiting`: every value escaped, absent ones left out. */
export function addressOf({ path }: Endpoint, { params = {}, query = {} }: LooseCall): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
  const asked = Object.entries(query).filter(([, value]) => value !== undefined && value !== null)
  const search = new URLSearchParams(asked.map(([key, value]) => [key, String(value)])).toString()
  return `${citizenApiPath}${filled}${search && `?${search}`}`
}

async function refusalOf(response: Response): Promise<Refusal> {
  const problem = CitizenProblem.safeParse(await response.json().catch(() => null))
  if (!problem.success) return new Refusal(response.status >= 500 ? 'unavailable' : 'internal_error')
  return new Refusal(problem.data.code, problem.data)
}

/** Aborts with the first of two: browsers of citizens are older than `AbortSignal.any`. */
function eitherOf(signals: readonly AbortSignal[]): AbortSignal {
  const either = new AbortController()
  for (const one of signals) {
    if (one.aborted) either.abort(one.reason)
    one.addEventListener('abort', () => either.abort(one.reason), { signal: either.signal })
  }
  return either.signal
}

/** The application that an answer shows, by its header's value; undefined: it shows none, and none is forgotten. */
function shownIn(answer: unknown): string | null | undefined {
  const { application, created_at, standing } = answer as {
    application?: { created_at: string } | null
    created_at?: string
    standing?: string
  }
  if (application !== undefined) return application?.created_at ?? null
  return standing === undefined ? undefined : created_at
}

/** The identity service over HTTP: every answer parsed by the contract, every refusal a code. */
export function createApi(send: typeof fetch): Api {
  let shown: string | null = null
  return {
    async ask(name, call) {
      const endpoint: Endpoint = endpoints[name]
      const { body, signal } = call as LooseCall
      const timeout = AbortSignal.timeout(patienceMs)
      const response = await send(addressOf(endpoint, call as LooseCall), {
        method: endpoint.method,
        credentials: 'same-origin',
        cache: 'no-store',
        signal: signal ? eitherOf([signal, timeout]) : timeout,
        ...(endpoint.method === 'POST' && {
          headers: {
            'Content-Type': 'application/json',
            [csrfHeader.name]: csrfHeader.value,
            ...(shown !== null && { [applicationHeader]: shown }),
          },
          body: JSON.stringify(body ?? {}),
        }),
      }).catch((error: unknown) => {
        if (signal?.aborted) throw error
        throw new Refusal(timeout.aborted ? 'wire_timeout' : 'wire_disconnected')
      })
      if (!response.ok) throw await refusalOf(response)
      const answer = endpoint.answer.safeParse(await response.json().catch(() => null))
      if (!answer.success) throw new Refusal('internal_error')
      const now = shownIn(answer.data)
      if (now !== undefined) shown = now
      return answer.data as AnswerOf<typeof name>
    },
  }
}

import {
  citizenApiPath,
  CitizenProblem,
  endpoints,
  type EndpointName,
} from '../../../src/contract/identity/endpoints.ts'
import type { FailureCode } from '../../../src/contract/failure.ts'

/** What a call answers: a value of the contract, or the code (and more) that it refuses with. */
export type Answers = { [N in EndpointName]?: unknown }
export class Refused {
  readonly code: FailureCode
  readonly more: Partial<CitizenProblem>
  constructor(code: FailureCode, more: Partial<CitizenProblem> = {}) {
    this.code = code
    this.more = more
  }
}

const names = Object.keys(endpoints) as EndpointName[]
/** Which call a request is: literal parts match themselves, a `:name` anything. */
function nameOf(method: string, path: string): EndpointName | undefined {
  return names.find((name) => {
    const endpoint = endpoints[name]
    const pattern = new RegExp(`^${endpoint.path.replace(/:\w+/g, '[^/]+')}$`)
    return endpoint.method === method && pattern.test(path)
  })
}

const json = (status: number, body: unknown) => new Response(JSON.stringify(body), { status })

const withOwnLists = (answers: Answers): Answers =>
  Object.fromEntries(Object.entries(answers).map(([name, given]) => [name, Array.isArray(given) ? [...given] : given]))

/** The service inside the page: every message and answer parsed by the contract first, so that a scene cannot lie. */
export function scriptService(answers: Answers) {
  const posted: { name: EndpointName; body: unknown }[] = []
  // The scene itself is told again in another language: what is used up is this telling's own.
  const left: Answers = withOwnLists(answers)
  async function send(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
    const { pathname } = new URL(String(input), location.origin)
    const name = nameOf(init.method ?? 'GET', pathname.slice(citizenApiPath.length))
    if (!name) return json(404, {})
    const endpoint = endpoints[name]
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : null
    posted.push({ name, body: 'body' in endpoint ? endpoint.body.parse(body) : null })
    // A list is answered one after another, and then no more: a poll that waits.
    const given = left[name]
    const answer: unknown = Array.isArray(given) ? given.shift() : given
    if (answer === undefined) return new Promise(() => {})
    if (answer instanceof Refused) {
      const none = { problems: null, attempts_left: null, wait_seconds: null }
      return json(422, CitizenProblem.parse({ ...none, code: answer.code, ...answer.more }))
    }
    return json(200, endpoint.answer.parse(answer))
  }
  return { posted, send: send as typeof fetch }
}

import { codeOf, Failure, triesLeftOf, waitOf, type FailureCode } from '../../contract/failure.ts'
import { RequestMessage, type ReplyMessage } from '../../contract/wire-message.ts'
import { requests, type RequestInput, type RequestName, type RequestOutput } from '../../contract/requests.ts'

export type Access = (typeof requests)[RequestName]['access']

/** One function per request of the contract; none can be forgotten and none added beside it. */
export type Handlers = {
  readonly [N in RequestName]: (input: RequestInput<N>) => RequestOutput<N> | Promise<RequestOutput<N>>
}

export interface DispatchOptions {
  handlers: Handlers
  /** Throws the Failure with which this access is refused now (not logged in, locked, role). */
  authorise: (access: Access, name: RequestName) => void
  /** Called with every failure that is a bug: the request's name and the error, never its input. */
  onInternalError: (name: string, error: unknown) => void
}

export type Dispatch = (message: unknown) => Promise<ReplyMessage>

const isRequestName = (name: string): name is RequestName => Object.hasOwn(requests, name)

/**
 * The only way into the station: parse, authorise, run, parse. Whatever comes in, a reply goes out, and of a failure
 * only its code, the seconds to wait and the tries left. Codes of its own: wire_malformed, wire_unknown_request, wire_invalid_input, internal_error.
 */
export function createDispatch({ handlers, authorise, onInternalError }: DispatchOptions): Dispatch {
  const run = async (name: string, rawInput: unknown): Promise<unknown> => {
    if (!isRequestName(name)) throw new Failure('wire_unknown_request')
    const { access, input, output } = requests[name]
    authorise(access, name)
    const parsed = input.safeParse(rawInput)
    if (!parsed.success) throw new Failure('wire_invalid_input')
    // The table ties input and output to the name; TypeScript cannot follow that through a union of names.
    const handler = handlers[name] as (input: unknown) => unknown
    return output.parse(await handler(parsed.data))
  }
  return async (message) => {
    const request = RequestMessage.safeParse(message)
    if (!request.success) return { id: idOf(message), ok: false, code: 'wire_malformed' }
    const { id, name, input } = request.data
    try {
      return { id, ok: true, output: await run(name, input) }
    } catch (error) {
      const code: FailureCode = codeOf(error)
      if (code === 'internal_error') onInternalError(name, error)
      const waitSeconds = waitOf(error)
      const triesLeft = triesLeftOf(error)
      return {
        id,
        ok: false,
        code,
        ...(waitSeconds !== null && { waitSeconds }),
        ...(triesLeft !== null && { triesLeft }),
      }
    }
  }
}

/** A garbled message is answered under its own id where it has one, so that the sender need not wait for its timeout. */
function idOf(message: unknown): number {
  const id = typeof message === 'object' && message !== null && 'id' in message ? message.id : null
  return typeof id === 'number' && Number.isSafeInteger(id) && id >= 0 ? id : 0
}

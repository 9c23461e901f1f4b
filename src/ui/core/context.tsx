import { createContext, useCallback, useContext, useEffect, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { codeOf, triesLeftOf, waitOf, type FailureCode } from '../../contract/failure.ts'
import type { RequestInput, RequestName, RequestOutput } from '../../contract/requests.ts'
import type { Session } from '../../contract/session.ts'
import type { Client } from './client.ts'
import type { UiState, UiStore } from './store.ts'

interface Ui {
  client: Client
  store: UiStore
}
const UiContext = createContext<Ui | null>(null)

export function UiProvider({ ui, children }: { ui: Ui; children: ReactNode }) {
  return <UiContext value={ui}>{children}</UiContext>
}

export function useUi(): Ui {
  const ui = useContext(UiContext)
  if (!ui) throw new Error('no UiProvider above')
  return ui
}

export function useUiState<T>(select: (state: UiState) => T): T {
  return useStore(useUi().store, select)
}

/** The session on screen; the step screens are only rendered when there is one. */
export function useSession(): Session {
  const session = useUiState((state) => state.session)
  if (!session) throw new Error('no session')
  return session
}

/** Why an intent failed, and what is known of trying again. */
export interface IntentFailure {
  code: FailureCode
  /** When it is worth trying again, in milliseconds of the page's clock; null where time mends nothing. */
  waitUntil: number | null
  /** Wrong PINs that are still taken at once; null where none is counted. */
  triesLeft: number | null
}

export interface Intent {
  pending: boolean
  /** The last attempt's failure, until the next attempt. */
  failure: IntentFailure | null
  /** Resolves with the output (null for nothing), or undefined when it failed; then `failure` says why. */
  run<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N> | undefined>
  clear(): void
}

const atRest = { pending: false, failure: null }

/** Sends intents to the station, one at a time, and keeps the last one's failure for the screen. */
export function useIntent(): Intent {
  const { client } = useUi()
  const [state, setState] = useState<Pick<Intent, 'pending' | 'failure'>>(atRest)
  const run = useCallback(
    async <N extends RequestName>(name: N, input: RequestInput<N>) => {
      setState({ ...atRest, pending: true })
      try {
        const output = await client.request(name, input)
        setState(atRest)
        return output
      } catch (error) {
        const waitSeconds = waitOf(error)
        const waitUntil = waitSeconds && Date.now() + waitSeconds * 1000
        setState({ pending: false, failure: { code: codeOf(error), waitUntil, triesLeft: triesLeftOf(error) } })
        return undefined
      }
    },
    [client],
  )
  const clear = useCallback(() => setState(atRest), [])
  return { ...state, run, clear }
}

export interface Fetched<T> {
  data: T | null
  code: FailureCode | null
  reload(): void
}

/** Fetches once per `input` (and per `version`), keeping the old answer on screen while the new one is under way. */
export function useRequest<N extends RequestName>(
  name: N,
  input: RequestInput<N>,
  version = 0,
): Fetched<RequestOutput<N>> {
  const { client } = useUi()
  const [data, setData] = useState<RequestOutput<N> | null>(null)
  const [code, setCode] = useState<FailureCode | null>(null)
  const [round, setRound] = useState(0)
  const key = JSON.stringify(input)
  useEffect(() => {
    let current = true
    client.request(name, JSON.parse(key) as RequestInput<N>).then(
      (output) => {
        if (!current) return
        setData(output)
        setCode(null)
      },
      (error: unknown) => {
        if (current) setCode(codeOf(error))
      },
    )
    return () => {
      current = false
    }
  }, [client, name, key, version, round])
  return { data, code, reload: () => setRound((value) => value + 1) }
}

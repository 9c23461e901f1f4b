import { createContext, useCallback, useContext, useEffect, useRef, useState, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { Language } from '../../contract/identity.ts'
import type { ApplicationView } from '../../contract/identity/application.ts'
import type { AnswerOf, EndpointName } from '../../contract/identity/endpoints.ts'
import { Refusal, type Call } from './api.ts'
import type { Ports } from './ports.ts'
import { addressOfPage } from './routes.ts'
import type { CitizenState, CitizenStore } from './store.ts'
import { fetchLanguage, sayCode, sayIn, type Say } from './texts.ts'

interface Citizen {
  store: CitizenStore
  ports: Ports
}
const CitizenContext = createContext<Citizen | null>(null)

export function CitizenProvider({ citizen, children }: { citizen: Citizen; children: ReactNode }) {
  return <CitizenContext value={citizen}>{children}</CitizenContext>
}

export function useCitizen(): Citizen {
  const citizen = useContext(CitizenContext)
  if (!citizen) throw new Error('no CitizenProvider above')
  return citizen
}

export function useCitizenState<T>(select: (state: CitizenState) => T): T {
  return useStore(useCitizen().store, select)
}

export function useTexts(): { t: Say; code(key: string): string | null; language: Language } {
  const language = useCitizenState((state) => state.language)
  return { t: sayIn(language), code: (key) => sayCode(language, key), language }
}

/** Goes to a page of the application, by its path below `/citizen`. */
export function useGo(): (path: string, how?: 'push' | 'replace') => void {
  const { store } = useCitizen()
  return useCallback(
    (path, how = 'push') => {
      if (how === 'push') history.pushState(null, '', addressOfPage(path))
      else history.replaceState(null, '', addressOfPage(path))
      store.setState({ path })
      scrollTo(0, 0)
    },
    [store],
  )
}

export function useChooseLanguage(): (language: Language) => Promise<void> {
  const { store } = useCitizen()
  return useCallback(
    async (language) => {
      await fetchLanguage(language)
      store.setState({ language })
      localStorage.setItem('guichet.language', language)
    },
    [store],
  )
}

export interface Asking {
  pending: boolean
  /** The last attempt's, until the next. */
  refusal: Refusal | null
  /** Resolves with the answer, or undefined when it was refused. */
  ask<N extends EndpointName>(name: N, call: Call<N>): Promise<AnswerOf<N> | undefined>
  refuse(refusal: Refusal | null): void
}

/** Asks the service, one thing at a time, and keeps the last refusal for the page. */
export function useAsk(): Asking {
  const { api } = useCitizen().ports
  const [state, setState] = useState<Pick<Asking, 'pending' | 'refusal'>>({ pending: false, refusal: null })
  const ask = useCallback(
    async <N extends EndpointName>(name: N, call: Call<N>) => {
      setState({ pending: true, refusal: null })
      try {
        const answer = await api.ask(name, call)
        setState({ pending: false, refusal: null })
        return answer
      } catch (error) {
        const refusal = error instanceof Refusal ? error : new Refusal('internal_error')
        setState({ pending: false, refusal })
        return undefined
      }
    },
    [api],
  )
  const refuse = useCallback((refusal: Refusal | null) => setState({ pending: false, refusal }), [])
  return { ...state, ask, refuse }
}

/** Reads the session again: what this browser holds. */
export function useReadSession(): () => Promise<void> {
  const { store, ports } = useCitizen()
  return useCallback(async () => {
    try {
      store.setState({ session: await ports.api.ask('session.read', {}), sessionCode: null })
    } catch (error) {
      store.setState({ sessionCode: error instanceof Refusal ? error.code : 'internal_error' })
    }
  }, [store, ports])
}

/** The application of this browser, and how an answer takes its place. */
export function useApplication(): [ApplicationView | null, (view: ApplicationView) => void] {
  const { store } = useCitizen()
  const application = useCitizenState((state) => state.session?.application ?? null)
  const keep = useCallback(
    (view: ApplicationView) => {
      const { session } = store.getState()
      if (session) store.setState({ session: { ...session, application: view } })
    },
    [store],
  )
  return [application, keep]
}

/** Asks while somebody types, once they pause; the newest question alone is answered. */
export function useSearch<T>(question: string, least: number, search: (q: string, signal: AbortSignal) => Promise<T>) {
  const [found, setFound] = useState<{ question: string; answer: T } | null>(null)
  const [failed, setFailed] = useState(false)
  const latest = useRef(search)
  useEffect(() => {
    latest.current = search
  })
  useEffect(() => {
    if (question.trim().length < least) return
    const leaving = new AbortController()
    const timer = setTimeout(() => {
      latest.current(question.trim(), leaving.signal).then(
        (answer) => {
          setFound({ question, answer })
          setFailed(false)
        },
        () => !leaving.signal.aborted && setFailed(true),
      )
    }, 250)
    return () => {
      clearTimeout(timer)
      leaving.abort()
    }
  }, [question, least])
  return { answer: found?.answer ?? null, isCurrent: found?.question === question, failed }
}

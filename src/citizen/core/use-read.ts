import { useEffect, useState } from 'react'
import type { AnswerOf, EndpointName } from '../../contract/identity/endpoints.ts'
import type { Call } from './api.ts'
import { useAsk, type Asking } from './context.tsx'

/** What a holder reads of their own: nothing but who asks is said. */
type OwnRead = Extract<EndpointName, 'holder.read' | 'services.read' | 'rights.read' | 'join.read'>

/** What the service knows, asked once when the page opens; whatever answers later takes its place by `keep`. Null until it is there. */
export function useRead<Name extends OwnRead>(
  name: Name,
): { view: AnswerOf<Name> | null; keep(answer: AnswerOf<Name> | undefined): void; asking: Asking } {
  const asking = useAsk()
  const { ask } = asking
  const [view, setView] = useState<AnswerOf<Name> | null>(null)
  useEffect(() => {
    const leaving = new AbortController()
    void ask(name, { signal: leaving.signal } as Call<Name>).then((answer) => answer && setView(answer))
    return () => leaving.abort()
  }, [ask, name])
  return { view, keep: (answer) => answer && setView(answer), asking }
}

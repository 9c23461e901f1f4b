import { useState } from 'react'
import type { ApplicationView, DeclarationChange, FieldProblem } from '../../contract/identity/application.ts'
import { useProblemText } from '../components/trouble.tsx'
import { useApplication, useAsk, useGo, type Asking } from '../core/context.tsx'
import { placeProblems } from '../core/problems.ts'
import { nextPath, pages } from '../core/routes.ts'

export interface Problems {
  summary: { id: string; text: string }[]
  of(id: string): string | null
}

/** What is wrong on a page, in words: what was found here before asking, else what the service refused. */
export function useProblems(asking: Asking, ids: Record<string, string>) {
  const say = useProblemText()
  const [local, setLocal] = useState<readonly FieldProblem[]>([])
  const all = local.length > 0 ? local : (asking.refusal?.problems ?? [])
  const summary = placeProblems(all, ids).map(([id, problem]) => ({ id, text: say(problem) }))
  const problems: Problems = { summary, of: (id) => summary.find((one) => one.id === id)?.text ?? null }
  /** Whether the page may ask: it found nothing wrong itself. */
  const check = (found: readonly FieldProblem[]): boolean => {
    setLocal(found)
    return found.length === 0
  }
  return { problems, check }
}

/** One step of the application: saved when it is left, then the next that is missing. */
export function useStep(ids: Record<string, string>) {
  const [application, keep] = useApplication()
  const asking = useAsk()
  const go = useGo()
  const { problems, check } = useProblems(asking, ids)
  const goOn = (view: ApplicationView | undefined) => {
    if (!view) return
    keep(view)
    go(view.reference === null ? nextPath(view.missing) : pages.status)
  }
  async function save(change: DeclarationChange, found: readonly FieldProblem[] = []) {
    if (check(found)) goOn(await asking.ask('application.save', { body: change }))
  }
  return { application, declared: application?.declared ?? {}, asking, problems, check, save, goOn }
}

export const missing = (field: string, isMissing: boolean, code = 'missing'): FieldProblem[] =>
  isMissing ? [{ field, code }] : []

import type { Language } from '../../contract/identity.ts'

const key = 'guichet.spoken'

interface Spoken {
  operatorId: string
  /** As the operator has it, and as it was switched on this screen. */
  theirs: Language
  language: Language
}

/** The language that this page spoke to the same person before it was loaded again; null where it did not. For this tab alone. */
export function spokenBefore(operatorId: string, theirs: Language): Language | null {
  const before = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Spoken | null
  return before?.operatorId === operatorId && before.theirs === theirs ? before.language : null
}

export function rememberSpoken(spoken: Spoken): void {
  sessionStorage.setItem(key, JSON.stringify(spoken))
}

/** Whoever comes next is spoken to in their own. */
export const forgetSpoken = (): void => sessionStorage.removeItem(key)

import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FailureCode } from '../../contract/failure.ts'
import type { EligibilityQuestion } from '../../contract/identity/eligibility.ts'
import type { SessionView } from '../../contract/identity/endpoints.ts'
import type { Language } from '../../contract/identity.ts'
import type { z } from 'zod'

/** What the page knows. Nothing personal of it outlives the page: the service is asked again. */
export interface CitizenState {
  language: Language
  /** Path below `/citizen`. */
  path: string
  /** Null until the service answered. */
  session: SessionView | null
  /** Why it did not. */
  sessionCode: FailureCode | null
  online: boolean
  /** The answers to "will it work?", so that the application does not ask them again. */
  checked: z.input<typeof EligibilityQuestion> | null
  /** The address that a code was sent to. */
  email: string
}
export type CitizenStore = StoreApi<CitizenState>

export function createCitizenStore(initial: Pick<CitizenState, 'language' | 'path' | 'online'>): CitizenStore {
  return createStore(() => ({ ...initial, session: null, sessionCode: null, checked: null, email: '' }))
}

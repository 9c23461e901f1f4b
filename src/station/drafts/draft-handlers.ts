import type { Auth } from '../people/auth.ts'
import type { SessionRunner } from '../session/port.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { Drafts } from './port.ts'

interface Parts {
  auth: Auth
  drafts: Drafts
  runner: SessionRunner
}

/** Sessions that were left before their end. */
export function draftHandlers({
  auth,
  drafts,
  runner,
}: Parts): Pick<Handlers, Extract<keyof Handlers, `draft.${string}`>> {
  return {
    'draft.list': () => drafts.list(auth.require().operatorId),
    'draft.resume': ({ sessionId }) => {
      runner.resume(sessionId)
      return null
    },
    'draft.discard': ({ sessionId }) => {
      // Loaded first: a draft is its owner's, and nobody else learns that it exists.
      drafts.load(sessionId, auth.require().operatorId)
      drafts.discard(sessionId)
      return null
    },
  }
}

import type { Desk } from '../people/desk.ts'
import type { SessionRunner } from '../session/port.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { Drafts } from './port.ts'

interface Parts {
  desk: Desk
  drafts: Drafts
  runner: SessionRunner
}

/** Sessions that were left before their end. */
export function draftHandlers({
  desk,
  drafts,
  runner,
}: Parts): Pick<Handlers, Extract<keyof Handlers, `draft.${string}`>> {
  return {
    'draft.list': () => drafts.list(desk.require().operatorId),
    'draft.resume': ({ sessionId }) => {
      runner.resume(sessionId)
      return null
    },
    'draft.discard': ({ sessionId }) => {
      // Loaded first: a draft is its owner's, and nobody else learns that it exists.
      drafts.load(sessionId, desk.require().operatorId)
      drafts.discard(sessionId)
      return null
    },
  }
}

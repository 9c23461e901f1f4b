import { Failure } from '../../contract/failure.ts'
import { parseReference } from '../../contract/reference.ts'
import { parseMrz } from '../../emrtd/lds/mrz/parse.ts'
import type { Desk } from '../people/desk.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { Downloads } from '../downloads/downloads.ts'
import type { Drafts } from '../drafts/port.ts'
import { createReceiptPdf } from '../receipt/receipt-pdf.ts'
import type { SessionRunner } from './session-runner.ts'

type Names = Extract<keyof Handlers, `session.${string}` | `draft.${string}`>

interface Parts {
  desk: Desk
  runner: SessionRunner
  drafts: Drafts
  downloads: Downloads
  now: () => Date
  branchName: () => string
  training: boolean
  fontsFolder: string
}

/** The clerk's intents. Each answers null: the new state arrived as `session.changed` before. */
export function sessionHandlers({ desk, runner, drafts, downloads, now, ...parts }: Parts): Pick<Handlers, Names> {
  const apply = (event: Parameters<SessionRunner['apply']>[0]) => {
    runner.apply(event)
    return null
  }
  return {
    'session.current': () => runner.current(),
    'session.open': ({ reference }) => {
      const parsed = parseReference(reference)
      if (!parsed.ok) throw new Failure(parsed.code)
      runner.open(parsed.reference)
      return null
    },
    'session.consent': ({ textVersion, language }) =>
      apply({ type: 'consent_given', consent: { givenAt: now().toISOString(), textVersion, language } }),
    // What the page recognised is text from outside: the station parses and validates it again.
    'session.submitMrz': (capture) =>
      apply({ type: 'mrz_submitted', reading: parseMrz(capture.lines, { now: now() }), capture }),
    'session.captureFailed': ({ kind, code }) => apply({ type: 'capture_failed', kind, code }),
    'session.readChip': ({ can }) => apply({ type: 'chip_requested', can }),
    'session.stopChip': () => apply({ type: 'chip_stopped' }),
    'session.chipUnavailable': ({ reason }) => apply({ type: 'chip_declared_unavailable', reason }),
    'session.confirmComparison': () => apply({ type: 'comparison_confirmed' }),
    'session.answerInspection': (input) => apply({ type: 'inspection_answered', ...input }),
    'session.judgePerson': (input) => apply({ type: 'person_judged', ...input }),
    'session.override': async (input) => {
      await runner.override(input)
      return null
    },
    'session.decide': async (input) => {
      await runner.decide(input)
      return null
    },
    'session.back': ({ to }) => apply({ type: 'went_back', to }),
    'session.clearFailure': () => apply({ type: 'failure_cleared' }),
    'session.leave': ({ keepDraft }) => {
      runner.leave(keepDraft)
      return null
    },
    'session.close': () => {
      runner.close()
      return null
    },
    'session.receipt': async ({ language }) => {
      const { session, last4 } = runner.sealed()
      const { fontsFolder, training } = parts
      const content = await createReceiptPdf({
        session,
        last4,
        language,
        branchName: parts.branchName(),
        training,
        fontsFolder,
      })
      const fileName = `guichet-${session.application?.reference ?? session.sessionId}.pdf`
      return { downloadUrl: downloads.offer({ fileName, mediaType: 'application/pdf', content }), fileName }
    },

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

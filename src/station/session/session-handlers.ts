import { Failure } from '../../contract/failure.ts'
import { parseReference } from '../../contract/reference.ts'
import { parseMrzLines } from '../../mrz/parse-mrz-lines.ts'
import type { Handlers } from '../wire/dispatch.ts'
import type { SessionRunner } from './port.ts'

type Names = Exclude<Extract<keyof Handlers, `session.${string}`>, 'session.receipt' | 'session.receiptView'>

interface Parts {
  runner: SessionRunner
  now: () => Date
}

/** The clerk's intents. Each answers null: the new state arrived as `session.changed` before. */
export function sessionHandlers({ runner, now }: Parts): Pick<Handlers, Names> {
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
      apply({ type: 'mrz_submitted', reading: parseMrzLines(capture.lines, { now: now() }), capture }),
    'session.captureFailed': ({ kind, code }) => apply({ type: 'capture_failed', kind, code }),
    'session.readChip': ({ can }) => apply({ type: 'chip_requested', can }),
    'session.stopChip': () => apply({ type: 'chip_stopped' }),
    'session.chipUnavailable': ({ reason }) => apply({ type: 'chip_declared_unavailable', reason }),
    'session.comparePrint': (printed) => apply({ type: 'print_compared', printed }),
    'session.citizenAnswer': (word) =>
      apply({ type: 'citizen_answered', citizen: { ...word, at: now().toISOString() } }),
    'session.confirmComparison': () => apply({ type: 'comparison_confirmed' }),
    'session.answerInspection': (input) => apply({ type: 'inspection_answered', ...input }),
    'session.judgePerson': (input) => apply({ type: 'person_judged', ...input }),
    'session.override': async (input) => {
      await runner.override(input)
      return null
    },
    'session.noteConcern': ({ concern }) => apply({ type: 'concern_noted', concern }),
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
  }
}

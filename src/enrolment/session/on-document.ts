import { Failure } from '../../contract/failure.ts'
import type { MrzCapture, MrzReading } from '../../contract/mrz.ts'
import { classifyDocument } from '../documents.ts'
import type { Transition } from './events.ts'
import { moveTo } from './journey.ts'
import type { SessionState } from './state.ts'

const isSame = (a: MrzReading | null, b: MrzReading): boolean => a !== null && a.lines.join() === b.lines.join()

/**
 * Whether the MRZ may be taken without another look: every rule of its format holds, and either the clerk typed it, or two
 * readings agree (of the recogniser, or this one and the one submitted before) and no character is in doubt.
 */
function isSettled(before: MrzReading | null, reading: MrzReading, capture: MrzCapture): boolean {
  if (reading.problems.length > 0) return false
  if (capture.source === 'typed') return true
  return capture.uncertain.length === 0 && (capture.certain || isSame(before, reading))
}

const attemptsLeft = ({ document, policy }: SessionState): boolean => document.attempts < policy.captureAttempts

/** The reading before, compared with the document by the clerk: it differs only where the clerk says so. */
function isLookedOver(
  before: MrzReading | null,
  { format, lines }: MrzReading,
  { certain, corrections }: MrzCapture,
): boolean {
  const isCorrected = (line: number, column: number): boolean =>
    corrections.some((made) => made.by === 'clerk' && made.line === line && made.column === column)
  return (
    certain &&
    before?.format === format &&
    lines.every((text, line) =>
      [...text].every((sign, at) => sign === before.lines[line]![at] || isCorrected(line, at)),
    )
  )
}

/** As many as the evidence holds; the oldest go. */
const mostCaptures = 60

/** Pictures are capped (standards 9); the keyboard remains. Codes: mrz_capture_attempts_exhausted. */
export const onMrzSubmitted: Transition<'mrz_submitted'> = (before, { reading, capture }, { now }) => {
  const taken = { at: now, source: capture.source, lines: reading.lines }
  const state = { ...before, captures: [...before.captures, taken].slice(-mostCaptures) }
  const isPicture = capture.source !== 'typed' && !isLookedOver(state.document.reading, reading, capture)
  if (isPicture && !attemptsLeft(state)) throw new Failure('mrz_capture_attempts_exhausted')
  const { source, uncertain, corrections } = capture
  const unusable = reading.problems.length > 0
  const document = {
    type: classifyDocument(reading),
    reading,
    capture: { source, uncertain, corrections },
    attempts: state.document.attempts + (unusable && isPicture ? 1 : 0),
  }
  if (isSettled(state.document.reading, reading, capture)) return moveTo({ ...state, document }, 'chip')
  const code = reading.problems[0]?.code
  return { ...state, document, failure: code === undefined ? null : { code, detail: null } }
}

/** A picture without a usable MRZ; the last one allowed says that the keyboard remains. */
export const onDocumentCaptureFailed: Transition<'capture_failed'> = (state, { kind, code }) => {
  if (kind !== 'document') throw new Failure('session_wrong_step', kind)
  const document = { ...state.document, attempts: state.document.attempts + 1 }
  const next = { ...state, document }
  return { ...next, failure: { code: attemptsLeft(next) ? code : 'mrz_capture_attempts_exhausted', detail: null } }
}

import type { Channel } from '../../contract/application.ts'
import type { Concern } from '../../contract/decision.ts'
import { isConsentText } from '../../contract/consent-texts.ts'
import { Failure } from '../../contract/failure.ts'
import type { IsoTime } from '../../contract/identity.ts'
import type { Consent, Step } from '../../contract/session.ts'
import { isWithin } from '../dates.ts'
import type { SessionContext } from './events.ts'
import { openSession, untouchedChip, untouchedCourse, untouchedDocument, untouchedPerson } from './state.ts'
import type { Course, SessionOperator, SessionState } from './state.ts'

/**
 * What survives a crash or a logout. Nothing of the document, the chip or the person is in it, nor what was declared: the full
 * document number is never on disk (R14), chip and portrait are taken again (standards 5), and the application is
 * looked up again. Failed attempts stay counted and the same features are asked.
 */
export type SessionDraft = {
  version: 1
  sessionId: string
  reference: string
  channel: Channel
  openedAt: IsoTime
  savedAt: IsoTime
  training: boolean
  randomSeed: number
  /** Where it resumes. */
  step: Extract<Step, 'application' | 'document'>
  consent: Consent | null
  /** A draft of before has none. */
  concern?: Concern | null
  attempts: { document: number; chip: number; person: number }
  /** A draft of before has none. */
  course?: Course
}

/** The draft of a session; null once it is sealed, when there is nothing to resume. */
export function draftOf(state: SessionState, now: IsoTime): SessionDraft | null {
  if (state.sealed !== null) return null
  const { sessionId, reference, channel, openedAt, training, randomSeed, consent, concern } = state
  const { document, chip, person, course } = state
  return {
    version: 1,
    sessionId,
    reference,
    channel,
    openedAt,
    savedAt: now,
    training,
    randomSeed,
    step: consent === null ? 'application' : 'document',
    consent,
    concern,
    attempts: { document: document.attempts, chip: chip.attempts, person: person.attempts },
    course,
  }
}

const hourMs = 3_600_000

/** A draft is a file: a consent in it to no text, or of another time than the visit's, is none, and the citizen is asked again. */
const consentOf = ({ consent, openedAt, savedAt }: SessionDraft): Consent | null =>
  consent !== null && isConsentText(consent.textVersion) && isWithin(consent.givenAt, openedAt, savedAt)
    ? consent
    : null

/**
 * A session from its draft, for the operator now at the screen: it looks the application up and then goes to the draft's
 * step by itself. Codes: draft_expired when older than the policy's hours, draft_unknown for another version.
 */
export function resumeDraft(
  draft: SessionDraft,
  { now, operator, ...context }: SessionContext & { operator: SessionOperator },
): SessionState {
  if (draft.version !== 1) throw new Failure('draft_unknown', `version ${String(draft.version)}`)
  if (Date.parse(now) - Date.parse(draft.savedAt) > context.policy.draftHours * hourMs)
    throw new Failure('draft_expired')
  const { sessionId, reference, channel, openedAt, training, randomSeed, concern = null, attempts } = draft
  const { course = untouchedCourse } = draft
  return {
    ...openSession({ ...context, sessionId, reference, channel, operator, now: openedAt, training, randomSeed }),
    consent: consentOf(draft),
    concern,
    course,
    // What lies between is no time of the visit's.
    courseAt: now,
    document: { ...untouchedDocument, attempts: attempts.document },
    chip: { ...untouchedChip, attempts: attempts.chip },
    person: { ...untouchedPerson, attempts: attempts.person },
  }
}

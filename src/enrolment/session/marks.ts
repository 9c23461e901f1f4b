import { mostReads, type EarlierRead } from '../../contract/evidence.ts'
import type { SessionState } from './state.ts'

/**
 * What stays of an application's visits of one day, no matter who opens it again and how it was left: how often something failed, which
 * features are asked, and what every read of the chip gave. Nothing of the citizen or the document is in it.
 */
export type VisitMarks = {
  randomSeed: number
  attempts: { document: number; chip: number; person: number }
  reads: EarlierRead[]
}

/** Every read of the day, those of this session as the next one will know them: without what was read. */
function earlierReadsOf({ earlierReads, reads }: Pick<SessionState, 'earlierReads' | 'reads'>): EarlierRead[] {
  const own = reads.map(({ checks, evidence }): EarlierRead => ({
    at: evidence.at,
    // Agreement with the print is judged again with the document at hand.
    checks: checks.filter(({ name }) => name !== 'mrz_agrees'),
  }))
  return [...earlierReads, ...own].slice(-mostReads)
}

/** The marks of a session, with those it began with. */
export function marksOf(state: SessionState): VisitMarks {
  const { randomSeed, document, chip, person } = state
  return {
    randomSeed,
    attempts: { document: document.attempts, chip: chip.attempts, person: person.attempts },
    reads: earlierReadsOf(state),
  }
}

/** A session that begins where the visits before it stopped; a count never goes down. */
export function withMarks(state: SessionState, marks: VisitMarks | null): SessionState {
  if (marks === null) return state
  const { document, chip, person } = state
  const { attempts, randomSeed, reads } = marks
  return {
    ...state,
    randomSeed,
    document: { ...document, attempts: Math.max(document.attempts, attempts.document) },
    chip: { ...chip, attempts: Math.max(chip.attempts, attempts.chip) },
    person: { ...person, attempts: Math.max(person.attempts, attempts.person) },
    earlierReads: reads,
  }
}

import type { Conclusion } from '../../../contract/exercise.ts'
import type { PracticeFault, VisitorDocument } from '../../../contract/practice.ts'
import type { ChipDamage } from '../../../virtual-card/chip-image.ts'

export type VisitorKind = VisitorDocument['kind']

type Row = {
  /** Documents that can have it. */
  kinds: readonly VisitorKind[]
  /** What is right: one of the reasons is enough. */
  right: Conclusion
  chip: ChipDamage | null
}

const every: readonly VisitorKind[] = ['passport', 'cnie', 'residence_permit']
const refuse = (...reasons: Conclusion['reasons']): Conclusion => ({ outcome: 'refused', reasons })

/** What a citizen of training may hide. No row turns on a face: a picture stands for whoever comes, and it is the holder's. */
export const practiceFaults: Record<PracticeFault, Row> = {
  none: { kinds: every, right: { outcome: 'approved', reasons: [] }, chip: null },
  given_name: { kinds: every, right: refuse('declared_differs'), chip: null },
  birth_date: { kinds: every, right: refuse('declared_differs'), chip: null },
  // The chips of these two say nothing of it, as none says how long a permit lasts: only who reads the print sees it.
  birth_place: { kinds: ['passport', 'residence_permit'], right: refuse('declared_differs'), chip: null },
  expired: { kinds: ['passport', 'cnie'], right: refuse('document_expired'), chip: null },
  short_permit: { kinds: ['residence_permit'], right: refuse('permit_too_short'), chip: null },
  copied_chip: { kinds: every, right: refuse('chip_copied', 'chip_not_genuine'), chip: 'copied' },
  altered_chip: { kinds: every, right: refuse('chip_not_genuine', 'document_suspected_forged'), chip: 'altered' },
  dead_chip: { kinds: every, right: { outcome: 'unverifiable', reasons: ['chip_unreadable'] }, chip: 'blank' },
}

const faulty = Object.keys(practiceFaults).filter((fault) => fault !== 'none') as PracticeFault[]

/** A number from 0 (included) to `below` (excluded). */
export type Pick = (below: number) => number
export const pickOf = <T>(pick: Pick, all: readonly T[]): T => all[pick(all.length)]!

/** One in three is in order, so that refusing is no safe answer. */
export function drawPlan(pick: Pick): { fault: PracticeFault; kind: VisitorKind } {
  const fault = pick(3) === 0 ? 'none' : pickOf(pick, faulty)
  return { fault, kind: pickOf(pick, practiceFaults[fault].kinds) }
}

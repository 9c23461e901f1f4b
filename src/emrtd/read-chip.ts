import { noHabits, type CardHabits } from './card-habits.ts'
import { codeOf, isLinkDrop } from './failure.ts'
import { isExtendedCommand } from './iso7816/apdu.ts'
import { Channel, noTraffic } from './iso7816/channel.ts'
import { isImplicitSelect } from './iso7816/select.ts'
import type { ChipReading, ReadChipOptions } from './chip-reading.ts'
import { startSession, type Lessons, type ReadingSession } from './reading-session.ts'
import { readingSteps } from './reading-steps.ts'
import { assembleReading, habitsLearnt } from './assemble-reading.ts'
import type { Transceiver } from './transceiver.ts'

/** Once as fast as the card may allow, and once more for each lesson that there is to learn. */
const maxReads = 5

/**
 * Reads and judges the chip of an eMRTD: opens it, reads what enrolment needs, and says per check what the data are
 * worth. Never reads DG3 or DG4. Session keys are wiped at the end, whatever happens. A link that drops over a command that
 * the card may dislike is started afresh once and read the other way; what was learnt goes into `transceiver.habits`.
 * Fails with the codes of `Transceiver.transmit`, `openAccess` and `FileReader.read`, `chip_file_missing` without DG1
 * or EF.SOD, and `chip_read_cancelled`. Doc 9303-11 §4-6, Doc 9303-10 §4.
 */
export async function readChip(transceiver: Transceiver, options: ReadChipOptions): Promise<ChipReading> {
  const known = transceiver.habits ?? noHabits()
  let lessons: Lessons = { habits: { ...known }, chipAuthentication: null, isWitnessLost: false }
  const stats = noTraffic()
  for (let read = 1; ; read++) {
    const channel = new Channel(transceiver, options.signal ?? null, stats)
    const session = startSession(channel, options, lessons)
    try {
      for (const step of readingSteps) await step(session)
      const reading = await assembleReading(session)
      Object.assign(known, habitsLearnt(session))
      return reading
    } catch (error) {
      const learnt: Lessons | null = read === maxReads ? null : learn(lessons, session, error)
      if (learnt === null || !(await isReady(transceiver, error))) throw error
      lessons = learnt
    } finally {
      channel.close()
    }
  }
}

/** After a link that dropped the card has to start afresh; where it cannot, it was taken away. */
async function isReady(transceiver: Transceiver, error: unknown): Promise<boolean> {
  if (!isLinkDrop(error)) return true
  if (transceiver.restart === undefined) return false
  return transceiver.restart().then(
    () => true,
    () => false,
  )
}

/** What to do otherwise next time; null where there is nothing to learn from the error, or it was learnt before. */
function learn(lessons: Lessons, session: ReadingSession, error: unknown): Lessons | null {
  const habit = isLinkDrop(error) ? dislikeOf(session.channel.lastCommand) : null
  if (habit !== null) return lessons.habits[habit] ? null : withHabit(lessons, habit)
  return codeOf(error) === 'chip_secure_messaging_failed' ? learnFromBreak(lessons, session) : null
}

type Dislike = 'dislikesExtendedLength' | 'dislikesImplicitSelect' | 'needsCareful'

const withHabit = (lessons: Lessons, habit: Dislike): Lessons => ({
  ...lessons,
  habits: { ...lessons.habits, [habit]: true } satisfies CardHabits,
})

/** Commands that some cards do not answer but drop the link. */
function dislikeOf(command: Uint8Array): Dislike | null {
  if (isExtendedCommand(command)) return 'dislikesExtendedLength'
  return isImplicitSelect(command) ? 'dislikesImplicitSelect' : null
}

/**
 * A protected link that breaks has three causes: a card that lost its session over a length it does not like, a chip
 * without the private key of its Chip Authentication, or an attacker, who breaks the next read as well.
 */
function learnFromBreak(lessons: Lessons, session: ReadingSession): Lessons | null {
  if (session.isWitnessLost && !lessons.isWitnessLost) return { ...lessons, isWitnessLost: true }
  if (session.chipAuthentication?.state === 'unproved') {
    const { detail } = session.chipAuthentication
    const failed = { name: 'chip_authentication', verdict: 'failed', reason: 'chip_key_wrong', detail } as const
    return { ...lessons, chipAuthentication: failed }
  }
  return lessons.habits.needsCareful ? null : withHabit(lessons, 'needsCareful')
}

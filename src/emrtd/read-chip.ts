import type { ChipCheck } from './check.ts'
import { codeOf } from './failure.ts'
import { Channel, noTraffic } from './iso7816/channel.ts'
import type { ChipReading, ReadChipOptions } from './chip-reading.ts'
import { startSession, type ReadingSession } from './reading-session.ts'
import { readingSteps } from './reading-steps.ts'
import { assembleReading } from './assemble-reading.ts'
import type { Transceiver } from './transceiver.ts'

/** What a read learnt that the next one must do otherwise. */
interface Lessons {
  careful: boolean
  chipAuthentication: ChipCheck | null
  isWitnessLost: boolean
}

/** Once as fast as the card may allow, once carefully, and once more without Chip Authentication. */
const maxReads = 3

/**
 * Reads and judges the chip of an eMRTD: opens it, reads what enrolment needs, and says per check what the data are
 * worth. Never reads DG3 or DG4. Session keys are wiped at the end, whatever happens.
 * Fails with the codes of `Transceiver.transmit`, `openAccess` and `FileReader.read`, `chip_file_missing` without DG1
 * or EF.SOD, and `chip_read_cancelled`. Doc 9303-11 §4-6, Doc 9303-10 §4.
 */
export async function readChip(transceiver: Transceiver, options: ReadChipOptions): Promise<ChipReading> {
  const lessons: Lessons = { careful: false, chipAuthentication: null, isWitnessLost: false }
  const stats = noTraffic()
  for (let read = 1; ; read++) {
    const channel = new Channel(transceiver, options.signal ?? null, stats)
    const session = startSession(channel, options, lessons)
    try {
      for (const step of readingSteps) await step(session)
      return await assembleReading(session)
    } catch (error) {
      if (read === maxReads || !learn(lessons, session, error)) throw error
    } finally {
      channel.close()
    }
  }
}

/**
 * A protected link that breaks has three causes: a card that lost its session over a length it does not like, a chip
 * without the private key of its Chip Authentication, or an attacker, who breaks the next read as well.
 */
function learn(lessons: Lessons, session: ReadingSession, error: unknown): boolean {
  if (codeOf(error) !== 'chip_secure_messaging_failed') return false
  if (session.isWitnessLost && !lessons.isWitnessLost) {
    lessons.isWitnessLost = true
    return true
  }
  if (session.chipAuthentication?.state === 'unproved') {
    const { detail } = session.chipAuthentication
    lessons.chipAuthentication = { name: 'chip_authentication', verdict: 'failed', reason: 'chip_key_wrong', detail }
    return true
  }
  if (lessons.careful) return false
  lessons.careful = true
  return true
}

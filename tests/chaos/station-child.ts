import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'
import { codeOf } from '../../src/contract/failure.ts'
import { approvedFacts } from '../../src/station/testing/test-facts.ts'
import { openTestStation, testPin } from '../../src/station/testing/test-station.ts'
import { seededRandom } from './random.ts'

/**
 * A station under chaos: seals sessions as fast as it may and synchronises, until it is killed. `argv`: folder, central's
 * URL, seed, how far the wall clock is off at the start. Prints `sealed ID` after each commit and `jumped MS` after each jump.
 */
const [folder, centralUrl, seed, offMs] = process.argv.slice(2) as [string, string, string, string]
const random = seededRandom(Number(seed))
const hourMs = 3_600_000
let jumpMs = Number(offMs)
const time = {
  get wall() {
    return Date.now() + jumpMs
  },
  get monotonic() {
    return performance.now()
  },
}
const say = (line: string) => process.stdout.write(`${line}\n`)

const station = openTestStation({ folder, centralUrl, time, random })
station.sync.start()
const session = await station.operators.confirm('claire', testPin)
// A life counts from here: on a busy machine a PIN takes as long as a life, and nothing would ever be sealed.
say('ready')
let application = randomUUID()
for (;;) {
  try {
    if (random() < 0.7) application = randomUUID()
    const sessionId = randomUUID()
    const draft = {
      sessionId,
      operatorId: 'claire',
      reference: 'X',
      step: 'chip' as const,
      state: { filler: 'x'.repeat(3_000) },
    }
    if (random() < 0.3) station.drafts.save(draft)
    // Some visits are broken off, and some end with a refusal.
    if (random() < 0.15) {
      station.drafts.save(draft)
      station.drafts.discard(sessionId)
      continue
    }
    const refused = random() < 0.25 && { outcome: 'refused' as const, reasons: ['document_expired' as const] }
    const { packetId } = station.sealing.seal(
      approvedFacts({ session_id: sessionId, application_id: application, ...refused }),
      session,
    )
    say(`sealed ${packetId}`)
  } catch (error) {
    // A full disk is the clerk's to see; nothing may have been half done.
    if (codeOf(error) !== 'store_disk_full') throw error
    say('full')
    await setTimeout(30)
  }
  if (random() < 0.05) {
    jumpMs = Math.round((random() - 0.5) * 20 * hourMs)
    say(`jumped ${jumpMs}`)
  }
  await setTimeout(5 + random() * 60)
}

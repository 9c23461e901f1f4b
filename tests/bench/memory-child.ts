import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { approvedFacts, prepareStation } from '../../src/station/testing/test-facts.ts'
import { makeFolder, openTestStation, testPin } from '../../src/station/testing/test-station.ts'

/**
 * Seals sessions and prints by how many bytes the process has grown meanwhile. `argv`: how many, and how many bytes to keep of each, to see
 * whether that shows. Started with --expose-gc, apart from a test runner, which keeps things of its own.
 */
const [sessions, keptBytes] = process.argv.slice(2).map(Number) as [number, number]
const kept: Buffer[] = []
const place = makeFolder()
const station = openTestStation({ folder: place.folder })
await prepareStation(station)
const operator = await station.operators.confirm('claire', testPin)
const facts = approvedFacts()

async function usedBytes(): Promise<number> {
  // What native code held is given back in later turns.
  for (let turn = 0; turn < 4; turn += 1) await setImmediate().then(() => globalThis.gc!())
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

async function seal(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const session_id = randomUUID()
    station.drafts.save({
      ...{ sessionId: session_id, operatorId: 'claire', reference: 'X' },
      step: 'chip',
      state: facts,
    })
    station.sealing.seal({ ...facts, session_id, application_id: randomUUID() }, operator)
    if (keptBytes > 0) kept.push(Buffer.alloc(keptBytes, 1))
    if (index % 50 === 0) await setImmediate()
  }
}

await seal(100)
const before = await usedBytes()
await seal(sessions)
console.log((await usedBytes()) - before)
station.store.close()
place.remove()

import type { Contact } from './contact.ts'
import { askStatus, type EventParts } from './events.ts'
import type { EventReader } from './hear-events.ts'
import { createHeldLoop } from './held-loop.ts'
import type { Loop } from './loop.ts'
import { pushMasterData } from './master-data.ts'
import type { SyncParts } from './sync-parts.ts'
import { createHeadTeller } from './tell-audit-head.ts'
import { createReporter } from './tell-report.ts'
import { upload, type UploadParts } from './upload.ts'

/** Rests between rounds that found nothing wrong, milliseconds. */
const configurationMs = 600_000
/** Until an administrator has compared the thumbprint and let the station in. */
const pendingMs = 15_000
const choresMs = 60_000
const statusEveryMs = 600_000
const masterDataMs = 300_000

interface Upkeep extends UploadParts, EventParts {
  contact: Contact
  configure: (signal: AbortSignal) => Promise<void>
  eventReader: EventReader
  tellWhenDestroyable: () => void
}

/** Upload, configuration, events, chores, master data: what each does in a round, and how long it rests after. */
export function createLoops(parts: SyncParts, upkeep: Upkeep): Loop[] {
  const { store, clock, central } = parts
  const { contact, random, table } = upkeep
  const loops: Loop[] = []
  const addLoop = (run: (signal: AbortSignal) => Promise<number>): Loop => {
    const loop = createHeldLoop({ ...parts, contact, random }, run)
    loops.push(loop)
    return loop
  }
  addLoop(async (signal) => {
    const restMs = await upload(upkeep, signal).finally(upkeep.tellWhenDestroyable)
    store.flush()
    // A decision may follow within seconds; the clerk and the citizen look at the receipt now.
    if (table.undecided(1).length > 0) [events, chores].forEach((loop) => loop.wake())
    return restMs
  })
  addLoop(async (signal) => {
    await upkeep.configure(signal)
    return central.get().state === 'pending' ? pendingMs : configurationMs
  })
  let statusAskedMs = -Infinity
  const tellAuditHead = createHeadTeller({ ...parts, client: upkeep.client })
  const report = createReporter({ ...parts, client: upkeep.client, table })
  const events = addLoop(upkeep.eventReader.run)
  const chores = addLoop(async (signal) => {
    if (clock.monotonicMs() - statusAskedMs > statusEveryMs) {
      await askStatus(upkeep, signal)
      statusAskedMs = clock.monotonicMs()
    }
    await tellAuditHead(signal)
    await report(signal)
    return choresMs
  })
  addLoop(async (signal) => {
    await pushMasterData({ ...parts, client: upkeep.client }, signal)
    // The postman's note on a visit goes once central has it, from the log too.
    store.flush()
    return masterDataMs
  })
  return loops
}

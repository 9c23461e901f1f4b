import type { FailureCode } from '../../contract/failure.ts'
import { localDay } from '../../enrolment/local-day.ts'
import type { StationIdentity, Sync } from './port.ts'
import { backoffMs } from '../queue/backoff.ts'
import { longestBackoffMs, outboxTable } from '../queue/outbox-table.ts'
import { createCentralClient } from './central-client.ts'
import { createCommands } from './commands.ts'
import { fetchConfiguration } from './configuration.ts'
import { createContact } from './contact.ts'
import type { Contact } from './contact.ts'
import { askStatus, readEvents } from './events.ts'
import type { EventParts } from './events.ts'
import { fetchTrustFiles } from './fetch-trust.ts'
import { createLoop } from './loop.ts'
import type { Loop } from './loop.ts'
import { pushMasterData } from './master-data.ts'
import { createOfflinePlay } from './play-offline.ts'
import { createProbe } from './probe.ts'
import { Refusal } from './refusal.ts'
import type { SyncParts } from './sync-parts.ts'
import { createReporter } from './tell-report.ts'
import { createHeadTeller } from './tell-audit-head.ts'
import { updateOf } from './update-of.ts'
import { upload } from './upload.ts'
import type { UploadParts } from './upload.ts'
import { wipePersonalData } from './wipe.ts'

/** Rests between rounds that found nothing wrong, milliseconds. */
const configurationMs = 600_000
/** Until an administrator has compared the thumbprint and let the station in. */
const pendingMs = 15_000
const eventsBusyMs = 15_000
const eventsIdleMs = 60_000
const statusEveryMs = 600_000
const masterDataMs = 300_000

/**
 * Everything between this station and central, outside of any session. Five loops that do not wait for one another: probe
 * (is central there?), upload, configuration, events, master data. Uploads need nothing but an answer to /v1/time.
 */
export function createSync(parts: SyncParts): Sync {
  const { store, audit, clock, keys, central, bus } = parts
  const random = parts.random ?? Math.random
  const table = outboxTable(store)
  const loops: Loop[] = []
  const wake = () => loops.forEach((loop) => loop.wake())
  const onContactChange = () => {
    bus.publish({ type: 'network_changed' })
    if (contact.isOffline()) probe.wake()
    else wake()
  }
  const contact = createContact({ store, clock, central, onChange: onContactChange })
  let isForgotten = false
  const played = createOfflinePlay(store.environment, bus, () => doubt())
  const client = createCentralClient({
    centralUrl: parts.centralUrl,
    network: parts.network,
    environment: store.environment,
    clock,
    signer: keys.signer,
    softwareVersion: parts.softwareVersion,
    stationId: () => central.get().stationId,
    isCutOff: played.playsOffline,
    onReachable: contact.reached,
    onClosed: () => doubt(),
    onUnreachable: ({ code }) => contact.lost(code),
    onRefused: parts.onRefused ?? (() => {}),
    onKnown: (isKnown) => {
      if (isForgotten === !isKnown) return
      isForgotten = !isKnown
      bus.publish({ type: 'network_changed' })
    },
  })
  const wipe = (reason: string) => {
    if (wipePersonalData({ store, audit, central }, reason)) {
      bus.publish({ type: 'station_wiped', reason })
      // Nobody can log in any more to see to what central refused: it is offered once more, and then let go.
      if (table.offerOnceMore() > 0) wake()
    }
    tellWhenDestroyable()
  }
  const tellWhenDestroyable = () => {
    const isDone = central.get().state === 'wiped' && table.waiting() === 0
    if (isDone) bus.publish({ type: 'station_destroyable' })
  }
  const onRevoked = () => {
    if (parts.kind === 'tablet') wipe('revoked')
  }
  const configure = async (signal: AbortSignal) => {
    await fetchConfiguration({ ...parts, client, onRevoked }, signal)
    await fetchTrustFiles({ ...parts, client }, signal)
    bus.publish({ type: 'trust_changed' })
  }
  const eventParts = { ...parts, client, table, wipe }
  const uploadParts = { ...parts, client, table, random, refreshKeys: configure }

  const upkeep = { ...uploadParts, ...eventParts, contact, configure, tellWhenDestroyable }
  loops.push(...createLoops(parts, upkeep))
  const probe = createProbe(parts.onFault, client.meet, () => doubt(), random)
  /** A wire was pulled, or central went: asked at once, so that the screen says so within seconds. */
  const doubt = () => {
    client.doubt()
    probe.wake()
  }
  const wakeAll = () => [probe, ...loops].forEach((loop) => loop.wake())

  // Whatever became due leaves at once.
  bus.on(['packet_sealed', 'packets_released', 'visit_settled'], wakeAll)

  const update = () => updateOf(parts)
  return {
    start: () => [probe, ...loops].forEach((loop) => loop.start()),
    stop: async () => {
      await Promise.all([probe, ...loops].map((loop) => loop.stop()))
    },
    wake: wakeAll,
    ...played,
    identity: () => identityOf(parts, isForgotten && central.get().stationId !== null),
    network: contact.network,
    policy: () => central.policyOn(localDay(clock.now(), parts.timeZone)),
    gate: () => gateOf(parts, contact.isOverdue, update),
    update,
    ...createCommands(parts, client, wake),
  }
}

/** How long central asked to be left alone, within what is promised: no answer stops sending for longer. */
const holdMs = ({ retryAfterMs }: Refusal) => Math.min(retryAfterMs ?? 0, longestBackoffMs)

interface Upkeep extends UploadParts, EventParts {
  contact: Contact
  configure: (signal: AbortSignal) => Promise<void>
  tellWhenDestroyable: () => void
}

/** Upload, configuration, events, master data. */
function createLoops(parts: SyncParts, upkeep: Upkeep): Loop[] {
  const { store, clock, central } = parts
  const { table, random } = upkeep
  const restAfter = (failure: unknown, failuresInRow: number) => {
    const retryAfterMs = failure instanceof Refusal ? failure.retryAfterMs : null
    return backoffMs(failuresInRow + 1, random(), retryAfterMs)
  }
  const isRegistered = () => central.get().stationId !== null
  const loops: Loop[] = []
  let events: Loop | null = null
  /** Loops other than the probe rest while central is away; its return wakes them. */
  const addLoop = (run: (signal: AbortSignal) => Promise<number>): Loop => {
    /** Until when central asked to be left alone: a wake that comes earlier waits for it. */
    let heldUntilMs = -Infinity
    const guarded = async (signal: AbortSignal): Promise<number> => {
      if (!isRegistered() || upkeep.contact.isOffline()) return configurationMs
      const heldMs = heldUntilMs - clock.monotonicMs()
      if (heldMs > 0) return heldMs
      try {
        return await run(signal)
      } catch (error) {
        if (error instanceof Refusal) heldUntilMs = clock.monotonicMs() + holdMs(error)
        throw error
      }
    }
    // A person's wish goes before central's: they see what comes of it.
    parts.bus.on(['packets_released'], () => void (heldUntilMs = -Infinity))
    const loop = createLoop({ run: guarded, restAfter, onFault: parts.onFault })
    loops.push(loop)
    return loop
  }
  addLoop(async (signal) => {
    const restMs = await upload(upkeep, signal).finally(upkeep.tellWhenDestroyable)
    store.flush()
    // A decision may follow within seconds; the clerk and the citizen look at the receipt now.
    if (table.undecided(1).length > 0) events?.wake()
    return restMs
  })
  addLoop(async (signal) => {
    await upkeep.configure(signal)
    return central.get().state === 'pending' ? pendingMs : configurationMs
  })
  let statusAskedMs = -Infinity
  const tellAuditHead = createHeadTeller({ ...parts, client: upkeep.client })
  const report = createReporter({ ...parts, client: upkeep.client, table })
  events = addLoop(async (signal) => {
    await readEvents(upkeep, signal)
    if (clock.monotonicMs() - statusAskedMs > statusEveryMs) {
      await askStatus(upkeep, signal)
      statusAskedMs = clock.monotonicMs()
    }
    await tellAuditHead(signal)
    await report(signal)
    return table.undecided(1).length > 0 ? eventsBusyMs : eventsIdleMs
  })
  addLoop(async (signal) => {
    await pushMasterData({ ...parts, client: upkeep.client }, signal)
    // The postman's note on a visit goes once central has it, from the log too.
    store.flush()
    return masterDataMs
  })
  return loops
}

function identityOf({ central, keys, store }: SyncParts, isForgotten: boolean): StationIdentity {
  const { stationId, branchName, state } = central.get()
  const thumbprint = stationId === null ? null : keys.signer().kid
  return { stationId, branchName, thumbprint, state, environment: store.environment, isForgotten }
}

function gateOf(
  { central, kind, clock, timeZone }: SyncParts,
  isOverdue: (maxDays: number) => boolean,
  update: Sync['update'],
): FailureCode | null {
  const { state, stationId, encryptionKeys } = central.get()
  if (state === 'revoked' || state === 'wiped') return 'station_revoked'
  if (state === 'retired') return 'station_retired'
  if (stationId === null) return 'station_not_registered'
  if (state === 'pending') return 'station_pending'
  if (encryptionKeys.length === 0) return 'station_not_registered'
  const { maxDaysWithoutContact } = central.policyOn(localDay(clock.now(), timeZone))
  if (kind === 'tablet' && isOverdue(maxDaysWithoutContact)) return 'station_locked_no_contact'
  if (update()?.isOver === true) return 'station_outdated'
  return clock.isLocked() ? 'time_unconfirmed' : null
}

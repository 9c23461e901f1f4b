import { localDay } from '../../enrolment/local-day.ts'
import type { Sync } from './port.ts'
import { outboxTable } from '../queue/outbox-table.ts'
import { createCentralClient } from './central-client.ts'
import { createCommands } from './commands.ts'
import { fetchConfiguration } from './configuration.ts'
import { createContact } from './contact.ts'
import { fetchTrustFiles } from './fetch-trust.ts'
import { createEventReader } from './hear-events.ts'
import type { Loop } from './loop.ts'
import { createLoops } from './loops.ts'
import { createOfflinePlay } from './play-offline.ts'
import { createProbe } from './probe.ts'
import { gateOf, identityOf } from './standing.ts'
import type { SyncParts } from './sync-parts.ts'
import { updateOf } from './update-of.ts'
import { wipePersonalData } from './wipe.ts'

/**
 * Everything between this station and central, outside of any session. Six loops that do not wait for one another: probe
 * (is central there?), upload, configuration, events, chores, master data. Uploads need nothing but an answer to /v1/time.
 */
export function createSync(parts: SyncParts): Sync {
  const { store, audit, clock, keys, central, bus } = parts
  const random = parts.random ?? Math.random
  const table = outboxTable(store)
  const loops: Loop[] = []
  const wake = () => loops.forEach((loop) => loop.wake())
  const onContactChange = () => {
    bus.publish({ type: 'network_changed' })
    if (contact.isOffline()) leave()
    else wake()
  }
  const contact = createContact({ store, clock, central, onChange: onContactChange })
  const acquaintance = createAcquaintance(bus)
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
    onKnown: acquaintance.onKnown,
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
  const eventReader = createEventReader(eventParts)
  const upkeep = { ...uploadParts, ...eventParts, eventReader, contact, configure, tellWhenDestroyable }
  loops.push(...createLoops(parts, upkeep))
  const probe = createProbe(parts.onFault, client.meet, () => leave(), random)
  /** A wire was pulled, or central went: asked at once, so that the screen says so within seconds. */
  const doubt = () => {
    client.doubt()
    probe.wake()
  }
  /** What is under way goes over a network that may be gone. */
  const leave = () => {
    eventReader.interrupt()
    doubt()
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
    identity: () => identityOf(parts, acquaintance.isForgotten() && central.get().stationId !== null),
    network: contact.network,
    policy: () => central.policyOn(localDay(clock.now(), parts.timeZone)),
    gate: () => gateOf(parts, contact.isOverdue, update),
    update,
    ...createCommands(parts, client, wake),
  }
}

/** Whether central still knows this station, as each of its answers shows. */
function createAcquaintance(bus: SyncParts['bus']): { onKnown(isKnown: boolean): void; isForgotten(): boolean } {
  let isForgotten = false
  return {
    onKnown(isKnown) {
      if (isForgotten === !isKnown) return
      isForgotten = !isKnown
      bus.publish({ type: 'network_changed' })
    },
    isForgotten: () => isForgotten,
  }
}

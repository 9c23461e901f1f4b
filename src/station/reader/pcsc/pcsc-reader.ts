import type { NativeReader } from 'pcsclite'
import { Failure } from '../../../contract/failure.ts'
import type { StationStatus } from '../../../contract/status.ts'
import { noHabits, type CardHabits, type Transceiver } from '../../../emrtd/read.ts'
import { connectCard, type ReaderMemory } from './connect-card.ts'
import { watchService } from './watch-service.ts'

/** SCARD_STATE_PRESENT. */
const presentFlag = 0x20
/** How long the first look at the machine's readers may take, in milliseconds. */
const settleMs = 1000

export type PcscStatus = Extract<
  StationStatus['reader']['state'],
  'ready' | 'document_present' | 'none' | 'service_down'
>

export interface PcscReaderOptions {
  /** Readers to look at, by name; all by default. */
  readonly accepts?: (name: string) => boolean
  /** Longest wait for one answer of a card. */
  readonly transmitTimeoutMs?: number
}

/** The PC/SC readers of this machine, as one reader that has a document or has not. */
export interface PcscReader {
  status(): { state: PcscStatus; name: string | null }
  /** Calls whenever the status changes; answers the function that stops it. */
  onChange(listener: () => void): () => void
  /**
   * Waits for a document, lends its transceiver and lets go of it afterwards. Fails with `reader_service_unavailable`,
   * `reader_none`, `reader_unplugged`, `chip_read_cancelled` when the signal is aborted, and as the card does.
   */
  withDocument<T>(signal: AbortSignal, use: (transceiver: Transceiver) => Promise<T>): Promise<T>
  stop(): Promise<void>
}

interface Slot {
  readonly reader: NativeReader
  isPresent: boolean
  isUnplugged: boolean
  atr: Uint8Array | null
  readonly memory: ReaderMemory
}

/** Watches readers and cards from now on. Without the native module or the service, says so and keeps looking. */
export function openPcscReader(options: PcscReaderOptions = {}): PcscReader {
  const slots = new Set<Slot>()
  const listeners = new Set<() => void>()
  /** By ATR, which tells kinds of cards apart and not cards; kept until the station stops. */
  const habits = new Map<string, CardHabits>()
  const changed = () => [...listeners].forEach((listener) => listener())
  const slotChanged = () => {
    changed()
    if (slots.size === 0) service.readersGone()
  }
  const service = watchService({
    onUp: changed,
    onReader(reader) {
      if (options.accepts?.(reader.name) ?? true) addSlot(reader, slots, slotChanged)
    },
    onDown() {
      for (const slot of slots) slot.isUnplugged = true
      slots.clear()
      changed()
    },
  })

  const present = () => [...slots].filter((slot) => slot.isPresent).at(-1) ?? null
  const status = () => {
    if (!service.isUp()) return { state: 'service_down' as const, name: null }
    const slot = present() ?? [...slots][0] ?? null
    const state = slot === null ? 'none' : slot.isPresent ? 'document_present' : 'ready'
    return { state, name: slot?.reader.name ?? null } as const
  }
  const onChange = (listener: () => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  const settled = settle(() => present() !== null, onChange)
  return {
    status,
    onChange,
    async withDocument(signal, use) {
      await settled
      const slot = await waitForSlot(() => ({ slot: present(), state: status().state }), onChange, signal)
      const timeout = options.transmitTimeoutMs === undefined ? {} : { timeoutMs: options.transmitTimeoutMs }
      const { reader, atr, memory } = slot
      const isUnplugged = () => slot.isUnplugged
      const card = await connectCard(reader, { atr, memory, habits: habitsOf(habits, atr), isUnplugged, ...timeout })
      try {
        return await use(card)
      } finally {
        await card.close()
      }
    },
    async stop() {
      for (const slot of slots) slot.reader.close()
      slots.clear()
      service.stop()
    },
  }
}

/** Distinct kinds that are remembered; more only an attacker lays down. */
const mostKinds = 200

function habitsOf(all: Map<string, CardHabits>, atr: Uint8Array | null): CardHabits {
  const kind = Buffer.from(atr ?? []).toString('hex')
  const known = all.get(kind) ?? noHabits()
  if (all.size >= mostKinds && !all.has(kind)) all.clear()
  all.set(kind, known)
  return known
}

/** Readers and cards are reported one by one after the start; wait for a card, or until they must all have been. */
function settle(hasCard: () => boolean, onChange: PcscReader['onChange']): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const stopListening = onChange(() => {
    if (hasCard()) resolve()
  })
  setTimeout(resolve, settleMs).unref()
  return promise.finally(stopListening)
}

function addSlot(reader: NativeReader, slots: Set<Slot>, changed: () => void): void {
  const slot: Slot = {
    reader,
    isPresent: false,
    isUnplugged: false,
    atr: null,
    memory: { refusesExtendedLength: false },
  }
  const leave = () => {
    slot.isUnplugged = true
    slot.isPresent = false
    slots.delete(slot)
    changed()
  }
  slots.add(slot)
  reader.on('status', ({ state, atr }) => {
    slot.isPresent = (state & presentFlag) !== 0
    slot.atr = atr === undefined || atr.length === 0 ? null : new Uint8Array(atr)
    changed()
  })
  reader.on('error', leave)
  reader.on('end', leave)
  changed()
}

interface Seen {
  readonly slot: Slot | null
  readonly state: PcscStatus
}

/** Without a reader there is nothing to wait for; a reader that goes while we wait was unplugged. */
function waitForSlot(look: () => Seen, onChange: PcscReader['onChange'], signal: AbortSignal): Promise<Slot> {
  const { promise, resolve, reject } = Promise.withResolvers<Slot>()
  let hadReader = false
  const check = () => {
    const { slot, state } = look()
    if (signal.aborted) reject(new Failure('chip_read_cancelled'))
    else if (slot !== null) resolve(slot)
    else if (state === 'service_down') reject(new Failure('reader_service_unavailable'))
    else if (state === 'none') reject(new Failure(hadReader ? 'reader_unplugged' : 'reader_none'))
    else hadReader = true
  }
  const stopListening = onChange(check)
  signal.addEventListener('abort', check)
  check()
  return promise.finally(() => {
    stopListening()
    signal.removeEventListener('abort', check)
  })
}

import type { NativeReader } from 'pcsclite'
import { codeOf, Failure, type FailureCode } from '../../../contract/failure.ts'
import { isExtendedCommand, type CardHabits, type Transceiver } from '../../../emrtd/read.ts'
import { lengthRefusals, pcscFailure, returnValueOf, sharingViolation } from './pcsc-failure.ts'

const shareExclusive = 1
const shareShared = 2
/** T=0 or T=1; contactless cards appear as T=1. */
const anyProtocol = 3
/** Starts the card afresh, so that the next connection finds no session of ours. */
const resetCard = 1
/** 64 KiB and the status word. */
const maxResponseLength = 65_538
/** Longer than any card's own waiting time, shorter than a clerk's. */
const defaultTimeoutMs = 15_000
/** SELECT asks for no computation: a card that is slower than this does not answer that form of it. */
const selectTimeoutMs = 5_000
/**
 * After wrong passwords a chip makes everybody wait, for up to a minute, before it goes on with PACE or BAC (Doc 9303-11 §4.4:
 * passwords of low entropy); whoever cuts it short makes the next wait longer.
 */
const accessTimeoutMs = 75_000
/** A reader looks for cards some times a second: one that only dropped the link is found again within this. */
const foundAgainMs = 2_500
const lookAgainMs = 100
const notYetThere: readonly FailureCode[] = ['chip_not_present', 'chip_removed', 'chip_timeout']
const instructions = {
  select: 0xa4,
  manage: 0x22,
  externalAuthenticate: 0x82,
  challenge: 0x84,
  generalAuthenticate: 0x86,
}

/** A connected card. `close` lets go of it, at the latest when a command still under way returns. */
export interface ConnectedCard extends Transceiver {
  close(): Promise<void>
}

/** What is known of a reader, whatever card lies on it. */
export interface ReaderMemory {
  refusesExtendedLength: boolean
}

export interface ConnectOptions {
  readonly memory: ReaderMemory
  /** What is known of cards of this kind. */
  readonly habits: CardHabits
  readonly atr: Uint8Array | null
  readonly timeoutMs?: number
  /** True once the reader itself has gone: failures are its, not the card's. */
  readonly isUnplugged: () => boolean
}

/**
 * Connects to the card on a reader, alone if possible. No PC/SC transaction is held: Windows resets a card that is held
 * idle in one for five seconds. Fails as `Transceiver.transmit` does.
 */
export async function connectCard(reader: NativeReader, options: ConnectOptions): Promise<ConnectedCard> {
  const fail = (error: unknown) => {
    if (options.isUnplugged()) return new Failure('reader_unplugged', null, { cause: error })
    return error instanceof Failure ? error : pcscFailure(error)
  }
  const connect = () =>
    connectEitherWay(reader).catch((error: unknown) => {
      throw fail(error)
    })
  let protocol = await connect()
  let underWay: Promise<unknown> = Promise.resolve()
  const timeoutMs = options.timeoutMs ?? defaultTimeoutMs
  return {
    extendedLength: !options.memory.refusesExtendedLength,
    atr: options.atr,
    habits: options.habits,
    async transmit(command) {
      const answer = transmitOnce(reader, command, protocol)
      underWay = answer.catch(() => {})
      try {
        return requireStatus(await withTimeout(answer, timeoutOf(command, timeoutMs)))
      } catch (error) {
        if (!isExtendedCommand(command) || !lengthRefusals.includes(returnValueOf(error))) throw fail(error)
        options.memory.refusesExtendedLength = true
        return Uint8Array.of(0x67, 0x00)
      }
    },
    // A card that was taken away is not found again; one that only dropped the link starts over.
    async restart() {
      await withTimeout(underWay, timeoutMs)
      await disconnect(reader)
      protocol = await connectAgain(connect)
    },
    // Disconnecting waits for the command under way inside the native module; do not make the caller wait as well.
    async close() {
      const disconnected = underWay.then(() => disconnect(reader))
      await Promise.race([disconnected, new Promise((resolve) => setTimeout(resolve, 1000).unref())])
    },
  }
}

async function connectAgain(connect: () => Promise<number>): Promise<number> {
  const end = Date.now() + foundAgainMs
  for (;;) {
    try {
      return await connect()
    } catch (error) {
      if (Date.now() > end || !notYetThere.includes(codeOf(error))) throw error
      await new Promise((resolve) => setTimeout(resolve, lookAgainMs))
    }
  }
}

async function connectEitherWay(reader: NativeReader): Promise<number> {
  try {
    return await connectOnce(reader, shareExclusive)
  } catch (error) {
    if (returnValueOf(error) !== sharingViolation) throw error
    return connectOnce(reader, shareShared)
  }
}

function connectOnce(reader: NativeReader, shareMode: number): Promise<number> {
  reader.connected = false
  return new Promise((resolve, reject) => {
    reader.connect({ share_mode: shareMode, protocol: anyProtocol }, (error, protocol) => {
      if (protocol === undefined) reject(error)
      else resolve(protocol)
    })
  })
}

function transmitOnce(reader: NativeReader, command: Uint8Array, protocol: number): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    reader.transmit(Buffer.from(command), maxResponseLength, protocol, (error, response) => {
      if (response === undefined) reject(error)
      else resolve(new Uint8Array(response))
    })
  })
}

/** A card already gone cannot be disconnected from; that is as good. */
function disconnect(reader: NativeReader): Promise<void> {
  return new Promise((resolve) => reader.disconnect(resetCard, () => resolve()))
}

function withTimeout<T>(promise: Promise<T>, timeoutMs: number): Promise<T> {
  const { promise: timeout, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Failure('chip_timeout', `${timeoutMs} ms`)), timeoutMs)
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer))
}

/** Some drivers report a card that has just left as an empty answer. */
function requireStatus(response: Uint8Array): Uint8Array {
  if (response.length < 2) throw new Failure('chip_removed', 'empty answer')
  return response
}

function timeoutOf([, instruction]: Uint8Array, timeoutMs: number): number {
  const { select, ...access } = instructions
  if (instruction === select) return Math.min(selectTimeoutMs, timeoutMs)
  return Object.values(access).some((one) => one === instruction) ? Math.max(accessTimeoutMs, timeoutMs) : timeoutMs
}

import type { NativeReader } from 'pcsclite'
import { Failure } from '../../../contract/failure.ts'
import type { Transceiver } from '../../../emrtd/read.ts'
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

/** A connected card. `close` lets go of it, at the latest when a command still under way returns. */
export interface ConnectedCard extends Transceiver {
  close(): Promise<void>
}

/** What is known of a reader and extended length; kept between its cards. */
export interface LengthMemory {
  extendedLength: 'untried' | 'passes' | 'fails'
}

export interface ConnectOptions {
  readonly memory: LengthMemory
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
  const protocol = await connectEitherWay(reader).catch((error: unknown) => {
    throw fail(error)
  })
  let underWay: Promise<unknown> = Promise.resolve()
  return {
    extendedLength: options.memory.extendedLength !== 'fails',
    atr: options.atr,
    async transmit(command) {
      const answer = transmitOnce(reader, command, protocol)
      underWay = answer.catch(() => {})
      try {
        const response = requireStatus(await withTimeout(answer, options.timeoutMs ?? defaultTimeoutMs))
        if (isExtended(command)) options.memory.extendedLength = 'passes'
        return response
      } catch (error) {
        // Some readers drop the card over their first long command: the next read does without.
        if (isExtended(command) && options.memory.extendedLength === 'untried') options.memory.extendedLength = 'fails'
        if (isExtended(command) && lengthRefusals.includes(returnValueOf(error))) return Uint8Array.of(0x67, 0x00)
        throw fail(error)
      }
    },
    // Disconnecting waits for the command under way inside the native module; do not make the caller wait as well.
    async close() {
      const disconnected = underWay.then(() => disconnect(reader))
      await Promise.race([disconnected, new Promise((resolve) => setTimeout(resolve, 1000).unref())])
    },
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

/** Extended length writes a zero byte where short form has Lc or Le, and more after it. */
function isExtended(command: Uint8Array): boolean {
  return command.length > 5 && command[4] === 0
}

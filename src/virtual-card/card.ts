import { EmrtdFailure } from '../emrtd/failure.ts'
import { fromHex } from '../emrtd/crypto/bytes.ts'
import { systemRandom, type RandomSource } from '../emrtd/crypto/random.ts'
import type { Transceiver } from '../emrtd/transceiver.ts'
import { plainBehaviour, type CardPlan } from './behaviour.ts'
import { closeChannel, freshSession, LinkDropped, type CardState } from './card-state.ts'
import { answer, encodeAnswer, parseCommand, type Answer, type CommandApdu } from './command-apdu.ts'
import type { CardDocument } from './document.ts'
import { applyFaults, type Fault } from './faults.ts'
import { dropProtection, readBinary, readBinaryOdd, select } from './files.ts'
import { groupFileId, personalise, type ChipContents } from './personalise.ts'
import { largestPlainLength, unwrapCommand, wrapAnswer } from './secure-channel.ts'
import {
  externalAuthenticate,
  generalAuthenticate,
  getChallenge,
  internalAuthenticate,
  manageSecurityEnvironment,
} from './security-commands.ts'

export interface CardOptions {
  faults?: readonly Fault[]
  /** Data groups put onto the chip after it was signed, whole files by group number. */
  forgedGroups?: ReadonlyMap<number, Uint8Array>
  /** What lies on a chip that was made elsewhere (`chip-image.ts`), instead of one made here. */
  contents?: ChipContents
  /** For keys and protocol runs alike; the operating system's by default. */
  random?: RandomSource
  /** Whether the simulated reader passes extended-length APDUs; true by default. */
  readerExtendedLength?: boolean
}

/** A virtual document in the field of a virtual reader. */
export interface VirtualCard extends Transceiver {
  readonly atr: Uint8Array
  /** Answers as long as the card is in the field; throws `chip_removed` from the moment it leaves. */
  transmit(command: Uint8Array): Promise<Uint8Array>
  /** As `reset`, for a card that is in the field or has only dropped the link. */
  restart(): Promise<void>
  /** Power cycle: all access is lost, and a removal that was due is over. */
  reset(): void
  /** Takes the card away, and puts it back. */
  remove(): void
  insert(): void
  readonly isPresent: boolean
  /** Identifiers of the files selected so far, in order. */
  readonly selectedFiles: readonly number[]
}

/** ATR of a contactless card with historical bytes, as PC/SC part 3 §3.1.3.2.3 builds it. */
const atr = fromHex('3B80800101')

type Handler = (state: CardState, command: CommandApdu, room: number) => Answer

const handlers: Record<number, Handler> = {
  0xa4: select,
  0xb0: readBinary,
  0xb1: readBinaryOdd,
  0x84: getChallenge,
  0x82: externalAuthenticate,
  0x22: manageSecurityEnvironment,
  0x86: generalAuthenticate,
  0x88: internalAuthenticate,
}

const outerRoom = ({ expected, isExtended }: CommandApdu) => (isExtended ? Math.max(expected ?? 0, 256) : 256)

function handle(state: CardState, command: CommandApdu, room: number): Answer {
  return handlers[command.ins]?.(state, command, room) ?? answer(0x6d00)
}

function openNextChannel({ session }: CardState): void {
  if (session.nextChannel === null) return
  session.channel = session.nextChannel
  session.nextChannel = null
}

function handleProtected(state: CardState, outer: CommandApdu): Answer {
  const { session, behaviour } = state
  const channel = session.channel
  if (channel === null) return answer(0x6988)
  const before = channel.counter
  const inner = unwrapCommand(channel, outer)
  if (typeof inner === 'number') {
    closeChannel(session)
    return answer(inner)
  }
  const result = handle(state, inner, largestPlainLength(channel, outerRoom(outer)))
  if (behaviour.bareErrors && result.status >> 8 >= 0x64 && result.status >> 8 !== 0x90) {
    channel.counter = before
    return answer(result.status)
  }
  const wrapped = wrapAnswer(channel, result, (inner.ins & 1) === 1)
  session.protectedAnswers++
  const isSpoilt = behaviour.wrongMacFrom !== null && session.protectedAnswers >= behaviour.wrongMacFrom
  if (isSpoilt) wrapped.data[wrapped.data.length - 1]! ^= 1
  return wrapped
}

/** Gives long answers in pieces: the first with 61xx, the rest by GET RESPONSE. */
function givePiece({ session, behaviour }: CardState, whole: Answer): Answer {
  const piece = behaviour.chunkBytes
  if (piece === null || whole.data.length <= piece) return whole
  session.pending = whole.data.slice(piece)
  return answer(0x6100 | Math.min(session.pending.length, 0xff), whole.data.slice(0, piece))
}

function getResponse(state: CardState, { expected }: CommandApdu): Answer {
  const { session } = state
  const length = Math.min(expected ?? 0, state.behaviour.chunkBytes ?? 0, session.pending.length)
  if (length === 0) return answer(0x6985)
  const data = session.pending.slice(0, length)
  session.pending = session.pending.slice(length)
  const left = session.pending.length
  return answer(left === 0 ? 0x9000 : 0x6100 | Math.min(left, 0xff), data)
}

/** One command through the whole card: parsing, secure messaging, handling, and the behaviours around them. */
function process(state: CardState, bytes: Uint8Array): Answer {
  const command = parseCommand(bytes)
  if (command === null) return answer(0x6700)
  if (command.isExtended && state.behaviour.dropsExtended) throw new LinkDropped()
  if (command.isExtended && !state.document.takesExtendedLength) return answer(0x6700)
  if (command.ins === 0xc0) return getResponse(state, command)
  const isProtected = (command.cla & 0x0c) === 0x0c
  if (!isProtected) dropProtection(state)
  const result = isProtected ? handleProtected(state, command) : handle(state, command, outerRoom(command))
  openNextChannel(state)
  return givePiece(state, result)
}

function makeState(document: CardDocument, options: CardOptions): CardState {
  const random = options.random ?? systemRandom
  const plan: CardPlan = { document: { ...document }, behaviour: plainBehaviour() }
  applyFaults(plan, options.faults ?? [])
  const contents = options.contents ?? personalise(plan.document, random)
  for (const alter of plan.behaviour.alterFiles) alter(contents)
  for (const [group, file] of options.forgedGroups ?? []) contents.applicationFiles.set(groupFileId(group), file)
  if (plan.behaviour.isClone) {
    // A copy has every file but none of the private keys, which never leave the genuine chip.
    const { chipKeys, mappingKeys, activeKey } = personalise(plan.document, systemRandom)
    Object.assign(contents, { chipKeys, mappingKeys, activeKey })
  }
  return { ...plan, contents, random, session: freshSession(), selectedFiles: [] }
}

/** Counts what crosses the link and says when the card has left the field. */
function makeLink(state: CardState) {
  const { afterBytes, afterCommands } = state.behaviour.removal
  const link = { isPresent: true, isDropped: false, bytes: 0, commands: 0, lastUse: Date.now(), removalIsDue: true }
  const count = (length: number, commands: number) => {
    link.bytes += length
    link.commands += commands
    const isGone =
      (afterBytes !== null && link.bytes > afterBytes) || (afterCommands !== null && link.commands > afterCommands)
    if (link.removalIsDue && isGone) {
      link.isPresent = false
      link.removalIsDue = false
    }
    if (!link.isPresent) throw new EmrtdFailure('chip_removed')
  }
  return { link, count }
}

function resetWhenIdle(state: CardState, link: { lastUse: number }): void {
  const { idleResetMs } = state.behaviour
  if (idleResetMs !== null && Date.now() - link.lastUse > idleResetMs) state.session = freshSession()
  link.lastUse = Date.now()
}

/**
 * Makes a virtual card of a document, with faults from `faults.ts`. Each removal fault strikes once; afterwards the
 * card may be put back. Codes of `transmit`: chip_removed, chip_timeout (a mute card).
 */
export function createCard(document: CardDocument, options: CardOptions = {}): VirtualCard {
  const state = makeState(document, options)
  const { link, count } = makeLink(state)
  const reset = () => void (state.session = freshSession())
  return {
    atr,
    extendedLength: options.readerExtendedLength ?? true,
    get isPresent() {
      return link.isPresent
    },
    selectedFiles: state.selectedFiles,
    reset,
    remove() {
      link.isPresent = false
      link.isDropped = false
    },
    insert() {
      reset()
      link.isPresent = true
    },
    async restart() {
      if (!link.isPresent && !link.isDropped) throw new EmrtdFailure('chip_removed')
      reset()
      link.isPresent = true
      link.isDropped = false
    },
    async transmit(command) {
      count(command.length, 1)
      resetWhenIdle(state, link)
      if (state.behaviour.latencyMs > 0) await new Promise((done) => setTimeout(done, state.behaviour.latencyMs))
      if (isUnanswered(state, command)) throw new EmrtdFailure('chip_timeout')
      if (command[1] === 0x86) await waitForPace(state)
      const response = exchange(state, command)
      if (response === null) Object.assign(link, { isPresent: false, isDropped: true })
      count(response?.length ?? 0, 0)
      return response!
    },
  }
}

function isUnanswered({ behaviour }: CardState, command: Uint8Array): boolean {
  const isImplicitSelect = command.length === 4 && command[1] === 0xa4 && command[2] === 0
  return behaviour.isMute || (behaviour.isMuteToImplicitSelect && isImplicitSelect)
}

/** The wait is over once it was waited for. */
async function waitForPace({ behaviour }: CardState): Promise<void> {
  const { paceWaitMs } = behaviour
  if (paceWaitMs > 0) await new Promise((done) => setTimeout(done, paceWaitMs))
  behaviour.paceWaitMs = 0
}

/** The response, or null where the card drops the link. */
function exchange(state: CardState, command: Uint8Array): Uint8Array | null {
  try {
    return encodeAnswer(process(state, command))
  } catch (error) {
    if (error instanceof LinkDropped) return null
    throw error
  }
}

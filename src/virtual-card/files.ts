import { concat, fromHex } from '../emrtd/crypto/bytes.ts'
import type { HostileKind } from './behaviour.ts'
import { closeChannel, type CardState } from './card-state.ts'
import { answer, type Answer, type CommandApdu } from './command-apdu.ts'
import { findObject, tlv } from './der.ts'
import { fileIds, groupFileId } from './personalise.ts'

const applicationId = fromHex('A0000002471001')
/** DG3 and DG4 want Extended Access Control (Doc 9303-11 §7), which nobody gets here. */
const deniedFiles = new Set([groupFileId(3), groupFileId(4)])

const sameBytes = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0

function selectMaster(state: CardState, isByIdentifier: boolean): Answer {
  const { behaviour, session } = state
  if (behaviour.selectMfStatus !== null) return answer(behaviour.selectMfStatus)
  if (behaviour.selectMfNeedsIdentifier && !isByIdentifier) return answer(0x6a86)
  session.isApplicationSelected = false
  session.selected = null
  return answer(0x9000)
}

function selectApplication({ session }: CardState, aid: Uint8Array): Answer {
  if (!sameBytes(aid, applicationId)) return answer(0x6a82)
  session.isApplicationSelected = true
  session.selected = null
  return answer(0x9000)
}

/** The file of that identifier where the card stands now; a status word when it is not to be had. */
function findFile({ session, contents, behaviour }: CardState, id: number): Uint8Array | number {
  if (session.isApplicationSelected) {
    if (!session.isAuthenticated && !behaviour.isOpen) return 0x6982
    return contents.applicationFiles.get(id) ?? 0x6a82
  }
  const file = contents.masterFiles.get(id)
  if (file === undefined || (id === fileIds.cardAccess && behaviour.cardAccess === 'absent')) return 0x6a82
  return id === fileIds.cardSecurity && !session.isAuthenticated ? 0x6982 : file
}

function selectFile(state: CardState, id: number): Answer {
  const file = findFile(state, id)
  if (typeof file === 'number') return answer(file)
  state.session.selected = { id, bytes: file }
  state.selectedFiles.push(id)
  const isInvalidated = id === fileIds.cardAccess && state.behaviour.cardAccess === 'invalidated'
  return answer(isInvalidated ? 0x6283 : 0x9000)
}

/** SELECT (ISO/IEC 7816-4 §11.1.1): master file, application by name, elementary file by identifier. */
export function select(state: CardState, { p1, data, expected }: CommandApdu): Answer {
  if (expected !== null && state.behaviour.leSpoilsPace) state.session.isPaceSpoilt = true
  if (p1 === 0x04) return selectApplication(state, data)
  const id = data.length === 2 ? (data[0]! << 8) | data[1]! : null
  if (p1 === 0x00 && (data.length === 0 || id === 0x3f00)) return selectMaster(state, id !== null)
  if ((p1 === 0x00 || p1 === 0x02) && id !== null) return selectFile(state, id)
  return answer(0x6a86)
}

const nestedBytes = (length: number) => new Uint8Array(length).map((_, at) => (at % 2 === 0 ? 0x30 : 0x80))

/** What a hostile file gives at an offset; it may lie about its length forever. */
const hostileReads: Record<
  HostileKind,
  (offset: number, length: number, random: (n: number) => Uint8Array) => Uint8Array
> = {
  oversized: (offset, length) => concat(fromHex('6084FFFFFFFF'), new Uint8Array(length)).slice(offset, offset + length),
  nested: (_, length) => nestedBytes(length),
  endless: (offset, length) =>
    concat(fromHex('60837FFFFF'), new Uint8Array(length))
      .slice(offset === 0 ? 0 : 5)
      .slice(0, length),
  garbage: (_, length, random) => random(length),
  short: (offset) => fromHex('6082').slice(offset),
  empty: () => new Uint8Array(0),
  huge: () => new Uint8Array(70_000),
}

function readSelected(state: CardState, offset: number, length: number): Answer {
  const { behaviour, session } = state
  const { id, bytes } = session.selected!
  if (deniedFiles.has(id)) return answer(0x6982)
  if (id === fileIds.cardAccess && behaviour.cardAccess === 'invalidated') return answer(0x6985)
  if (behaviour.emptyFiles.has(id)) return answer(0x9000)
  const { hostile } = behaviour
  if (hostile && (hostile.file === null || hostile.file === id)) {
    return answer(0x9000, hostileReads[hostile.kind](offset, length, state.random))
  }
  if (offset >= bytes.length) return answer(0x6b00)
  return answer(0x9000, bytes.slice(offset, offset + length))
}

/** The document's own ways with a Le that is too large; null when it goes through. */
function refuseLength(state: CardState, offset: number, asked: number): Answer | null {
  const { readLimit } = state.behaviour
  if (readLimit === null) return null
  const left = Math.max(0, (state.session.selected?.bytes.length ?? 0) - offset)
  if (readLimit.status === 0x6282) {
    return asked > left && left > 0 ? { ...readSelected(state, offset, left), status: 0x6282 } : null
  }
  if (asked <= readLimit.bytes) return null
  return answer(readLimit.status === 0x6c00 ? 0x6c00 | Math.min(left, readLimit.bytes) : readLimit.status)
}

/** Short identifiers are the last five bits of the files' own (Doc 9303-10 §3.6.3, §4); null where that is selected. */
function selectByShortId(state: CardState, shortId: number): Answer | null {
  const selected = selectFile(state, 0x0100 | shortId)
  return selected.status === 0x9000 ? null : selected
}

/** READ BINARY with offset or short identifier in P1-P2 (ISO/IEC 7816-4 §11.2.3). `room` bounds the answer in bytes. */
export function readBinary(state: CardState, { p1, p2, expected }: CommandApdu, room: number): Answer {
  const isShortId = (p1 & 0x80) !== 0
  const refused = isShortId ? selectByShortId(state, p1 & 0x1f) : null
  if (refused) return refused
  if (state.session.selected === null) return answer(0x6986)
  if (expected === null) return answer(0x6700)
  const offset = isShortId ? p2 : (p1 << 8) | p2
  return refuseLength(state, offset, expected) ?? readSelected(state, offset, Math.min(expected, room))
}

/** READ BINARY with the offset in a data object (54) and the answer in one (53), for offsets from 32 KiB on. */
export function readBinaryOdd(state: CardState, command: CommandApdu, room: number): Answer {
  const { p1, p2, data, expected } = command
  const refused = p2 !== 0 && p1 === 0 ? selectByShortId(state, p2) : null
  if (refused) return refused
  const offsetBytes = findObject(data, 0x54)
  if (state.session.selected === null) return answer(0x6986)
  if (offsetBytes === null || offsetBytes.length > 4 || expected === null) return answer(0x6a80)
  const offset = Buffer.from(offsetBytes).readUIntBE(0, offsetBytes.length)
  // The object's own header counts towards Le.
  const length = Math.min(expected, room) - 4
  const refusedLength = refuseLength(state, offset, expected)
  if (refusedLength) return refusedLength
  const read = readSelected(state, offset, Math.max(length, 0))
  return read.status === 0x9000 ? answer(0x9000, tlv(0x53, read.data)) : read
}

/** A command outside secure messaging ends it (Doc 9303-11 §9.8.3). */
export function dropProtection(state: CardState): void {
  if (state.session.channel) closeChannel(state.session)
}

import { EmrtdFailure } from '../failure.ts'
import { concat } from '../crypto/bytes.ts'

/** A command of ISO/IEC 7816-4. `le` is the number of bytes expected, up to 65536; left out or 0 when none are. */
export interface CommandApdu {
  readonly cla: number
  readonly ins: number
  readonly p1: number
  readonly p2: number
  readonly data?: Uint8Array
  readonly le?: number
}

/** Data and status word (SW1 SW2). */
export interface ResponseApdu {
  readonly data: Uint8Array
  readonly sw: number
}

/** Most data bytes and most expected bytes of a short APDU (ISO/IEC 7816-3 §12.1.3). */
export const maxShortData = 255
export const maxShortLe = 256
/** Most expected bytes of an extended APDU, written as 0000. */
export const maxExtendedLe = 65_536

/** Status words this reader tells apart (ISO/IEC 7816-4 §5.6). */
export const statusWords = {
  ok: 0x9000,
  endOfFile: 0x6282,
  authenticationFailed: 0x6300,
  wrongLength: 0x6700,
  securityStatus: 0x6982,
  conditions: 0x6985,
  secureMessagingObjectsMissing: 0x6987,
  secureMessagingObjectsIncorrect: 0x6988,
  fileNotFound: 0x6a82,
  referenceNotFound: 0x6a88,
  wrongOffset: 0x6b00,
} as const

/** Encodes short form where it fits, else extended form. */
export function encodeCommand({ cla, ins, p1, p2, data = new Uint8Array(0), le = 0 }: CommandApdu): Uint8Array {
  const header = Uint8Array.of(cla, ins, p1, p2)
  const body = data.length > maxShortData || le > maxShortLe ? encodeExtended(data, le) : encodeShort(data, le)
  return concat(header, body)
}

function encodeShort(data: Uint8Array, le: number): Uint8Array {
  const lc = data.length === 0 ? [] : [data.length]
  return concat(Uint8Array.from(lc), data, Uint8Array.from(le === 0 ? [] : [le & 0xff]))
}

function encodeExtended(data: Uint8Array, le: number): Uint8Array {
  const lc = data.length === 0 ? [] : [data.length >> 8, data.length & 0xff]
  return concat(Uint8Array.of(0, ...lc), data, Uint8Array.from(le === 0 ? [] : [(le >> 8) & 0xff, le & 0xff]))
}

/** Whether a whole command is in extended form: a zero byte where short form has Lc or Le, and more after it. */
export function isExtendedCommand(command: Uint8Array): boolean {
  return command.length > 5 && command[4] === 0
}

/** Splits a response. Fails with `chip_response_malformed` when it has no status word. */
export function parseResponse(bytes: Uint8Array): ResponseApdu {
  const end = bytes.length - 2
  const [sw1, sw2] = [bytes[end], bytes[end + 1]]
  if (sw1 === undefined || sw2 === undefined) throw new EmrtdFailure('chip_response_malformed', 'no status word')
  return { data: bytes.subarray(0, end), sw: (sw1 << 8) | sw2 }
}

/** Four hex digits of a status word, for details of failures. */
export function describeStatus(sw: number): string {
  return sw.toString(16).padStart(4, '0').toUpperCase()
}

/** Data of a response with status 9000. Fails with `chip_protocol_error` naming step and status otherwise. */
export function requireSuccess({ data, sw }: ResponseApdu, step: string): Uint8Array {
  if (sw !== statusWords.ok) throw new EmrtdFailure('chip_protocol_error', `${step}: ${describeStatus(sw)}`)
  return data
}

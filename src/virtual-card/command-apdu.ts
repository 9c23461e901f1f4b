import { concat } from '../emrtd/crypto/bytes.ts'

/** A command as the card sees it (ISO/IEC 7816-3 §12.1.3). `expected` is Ne in bytes, null without Le. */
export interface CommandApdu {
  cla: number
  ins: number
  p1: number
  p2: number
  data: Uint8Array
  expected: number | null
  isExtended: boolean
}

export interface Answer {
  data: Uint8Array
  status: number
}

const nothing = new Uint8Array(0)

export const answer = (status: number, data: Uint8Array = nothing): Answer => ({ data, status })

export function encodeAnswer({ data, status }: Answer): Uint8Array {
  return concat(data, Uint8Array.of(status >> 8, status & 0xff))
}

/** Reads a command in any of the seven cases; null when lengths do not fit. */
export function parseCommand(bytes: Uint8Array): CommandApdu | null {
  if (bytes.length < 4) return null
  const [cla, ins, p1, p2] = bytes as unknown as [number, number, number, number]
  const head = { cla, ins, p1, p2, data: nothing, expected: null, isExtended: false }
  const body = bytes.subarray(4)
  if (body.length === 0) return head
  if (body.length === 1) return { ...head, expected: body[0]! || 256 }
  return body[0] === 0 && body.length >= 3 ? parseExtended(head, body) : parseShort(head, body)
}

function parseShort(head: CommandApdu, body: Uint8Array): CommandApdu | null {
  const length = body[0]!
  const rest = body.length - 1 - length
  if (length === 0 || rest < 0 || rest > 1) return null
  const data = body.slice(1, 1 + length)
  return { ...head, data, expected: rest === 1 ? body[body.length - 1]! || 256 : null }
}

function parseExtended(head: CommandApdu, body: Uint8Array): CommandApdu | null {
  const first = (body[1]! << 8) | body[2]!
  if (body.length === 3) return { ...head, isExtended: true, expected: first || 65_536 }
  const rest = body.length - 3 - first
  if (first === 0 || (rest !== 0 && rest !== 2)) return null
  const le = (body[body.length - 2]! << 8) | body[body.length - 1]!
  return { ...head, isExtended: true, data: body.slice(3, 3 + first), expected: rest === 2 ? le || 65_536 : null }
}

import { EmrtdFailure } from '../failure.ts'
import { concat, toBigInt } from '../crypto/bytes.ts'
import { encodeTlv, readTlvHeader } from './tlv.ts'

/**
 * ASN.1 over the TLV codec of tlv.ts: it adds types, depth and the indefinite lengths that some EF.SODs have. APDUs and
 * data groups are read by tlv.ts itself, which takes definite lengths only.
 *
 * One node of BER (ISO/IEC 8825-1), definite or indefinite length, as slices of the input: signatures and hashes are
 * made over bytes as received, so nothing is re-encoded unless `toDer` is asked. `tag` holds all tag bytes.
 */
export interface BerNode {
  readonly tag: number
  readonly constructed: boolean
  readonly value: Uint8Array
  readonly raw: Uint8Array
}

/** Real CMS structures nest less than 20 deep. */
const maxDepth = 32
const maxChildren = 4096
const maxIntegerBytes = 4096

export const asn1 = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const

/** Reads the node at `offset`; what follows it is left alone. Fails with `chip_data_malformed`. */
export function readBer(bytes: Uint8Array, offset = 0): BerNode {
  return readAt(bytes, offset, 0)
}

/** The nodes one after the other, lazily: for lists of any length. Fails with `chip_data_malformed` at the first bad one. */
export function* eachBer(bytes: Uint8Array): Generator<BerNode> {
  for (let offset = 0; offset < bytes.length;) {
    const node = readBer(bytes, offset)
    yield node
    offset += node.raw.length
  }
}

/** The children of a constructed node, at most 4096. Fails with `chip_data_malformed`. */
export function childrenOf(node: BerNode): BerNode[] {
  if (!node.constructed) throw malformed('not constructed')
  const children: BerNode[] = []
  for (const child of eachBer(node.value)) {
    if (children.push(child) > maxChildren) throw malformed('too many elements')
  }
  return children
}

/** The node itself when it has `tag`. Fails with `chip_data_malformed` otherwise, and for a missing node. */
export function expectTag(node: BerNode | undefined, tag: number): BerNode {
  if (node === undefined) throw malformed(`no ${tag.toString(16)}`)
  if (node.tag !== tag) throw malformed(`tag ${node.tag.toString(16)} for ${tag.toString(16)}`)
  return node
}

/** Children of a node that must be a SEQUENCE (or the `tag` given). Fails with `chip_data_malformed`. */
export function sequenceOf(node: BerNode | undefined, tag: number = asn1.sequence): BerNode[] {
  return childrenOf(expectTag(node, tag))
}

/** Contents of an OCTET STRING, primitive or in pieces. Fails with `chip_data_malformed`. */
export function octetsOf(node: BerNode | undefined): Uint8Array {
  if (node === undefined) throw malformed('no octet string')
  return node.constructed ? joinPieces(node, 0) : expectTag(node, asn1.octetString).value
}

/** Pieces of a constructed string, whatever the outer (perhaps implicit) tag. */
export function joinPieces(node: BerNode, depth = 0): Uint8Array {
  if (depth > 4) throw malformed('string nested too deep')
  const pieces: Uint8Array[] = []
  for (const piece of eachBer(node.value)) pieces.push(piece.constructed ? joinPieces(piece, depth + 1) : piece.value)
  return concat(...pieces)
}

/** Contents of a BIT STRING without its count of unused bits. Fails with `chip_data_malformed`. */
export function bitsOf(node: BerNode | undefined): Uint8Array {
  const { value } = expectTag(node, asn1.bitString)
  if (value.length === 0 || (value[0] ?? 0) > 7) throw malformed('bit string')
  return value.subarray(1)
}

/** An INTEGER taken as unsigned: some issuers leave out the leading 00. Fails with `chip_data_malformed`. */
export function unsignedOf(node: BerNode | undefined): bigint {
  const { value } = expectTag(node, asn1.integer)
  if (value.length === 0 || value.length > maxIntegerBytes) throw malformed('integer length')
  return toBigInt(value)
}

/** An OBJECT IDENTIFIER in dotted form. Fails with `chip_data_malformed`. */
export function oidOf(node: BerNode | undefined): string {
  const { value } = expectTag(node, asn1.oid)
  if (value.length === 0 || value.length > 64 || (value[value.length - 1] ?? 0) >= 0x80) throw malformed('identifier')
  const arcs: bigint[] = []
  let arc = 0n
  for (const byte of value) {
    arc = (arc << 7n) | BigInt(byte & 0x7f)
    if (byte >= 0x80) continue
    arcs.push(arc)
    arc = 0n
  }
  const first = arcs[0] ?? 0n
  const top = first < 80n ? first / 40n : 2n
  return [top, first - top * 40n, ...arcs.slice(1)].join('.')
}

/** The same value with definite, shortest lengths; strings in pieces become whole. */
export function toDer(node: BerNode, depth = 0): Uint8Array {
  if (depth > maxDepth) throw malformed('too deep')
  if (!node.constructed) return encodeTlv(node.tag, node.value)
  if (node.tag === (asn1.octetString | 0x20)) return encodeTlv(asn1.octetString, joinPieces(node))
  return encodeTlv(node.tag, ...Array.from(eachBer(node.value), (child) => toDer(child, depth + 1)))
}

function readAt(bytes: Uint8Array, start: number, depth: number): BerNode {
  if (depth > maxDepth) throw malformed('too deep')
  const { tag, headerLength, valueLength } = readTlvHeader(bytes, start, 'indefinite')
  const constructed = (byteAt(bytes, start) & 0x20) !== 0
  const from = start + headerLength
  if (valueLength === null) return readIndefinite(bytes, { start, from, tag, constructed, depth })
  const end = from + valueLength
  if (end > bytes.length) throw malformed('value cut off')
  return { tag, constructed, value: bytes.subarray(from, end), raw: bytes.subarray(start, end) }
}

interface IndefiniteStart {
  readonly start: number
  readonly from: number
  readonly tag: number
  readonly constructed: boolean
  readonly depth: number
}

function readIndefinite(bytes: Uint8Array, { start, from, tag, constructed, depth }: IndefiniteStart): BerNode {
  if (!constructed) throw malformed('indefinite primitive')
  let offset = from
  while (byteAt(bytes, offset) !== 0 || byteAt(bytes, offset + 1) !== 0) {
    offset += readAt(bytes, offset, depth + 1).raw.length
  }
  return { tag, constructed, value: bytes.subarray(from, offset), raw: bytes.subarray(start, offset + 2) }
}

function byteAt(bytes: Uint8Array, offset: number): number {
  const byte = bytes[offset]
  if (byte === undefined) throw malformed('cut off')
  return byte
}

/** The failure every ASN.1 reader here ends in. */
export function malformed(detail: string): EmrtdFailure {
  return new EmrtdFailure('chip_data_malformed', `ASN.1: ${detail}`)
}

import { ripemd160 } from '@noble/hashes/legacy.js'
import { concat, equalBytes, fromBigInt, toBigInt } from '../crypto/bytes.ts'
import { hash, hashLengths, type HashName } from '../crypto/hash.ts'
import { mgf1 } from '../pki/mgf1.ts'

interface RecoveryHash {
  readonly name: string
  readonly length: number
  readonly digest: (...parts: readonly Uint8Array[]) => Uint8Array
  /** For the mask of schemes 2 and 3; null where no card uses it. */
  readonly mask: HashName | null
}

const sha = (name: HashName): RecoveryHash => ({
  name,
  length: hashLengths[name],
  digest: (...parts) => hash(name, ...parts),
  mask: name,
})
const ripemd: RecoveryHash = {
  name: 'ripemd160',
  length: 20,
  digest: (...parts) => ripemd160(concat(...parts)),
  mask: null,
}

/** Hash identifiers of ISO/IEC 10118-3 that stand before CC in a two-byte trailer. */
const hashesByTrailer: Record<number, RecoveryHash> = {
  0x31: ripemd,
  0x33: sha('sha1'),
  0x34: sha('sha256'),
  0x35: sha('sha512'),
  0x36: sha('sha384'),
  0x38: sha('sha224'),
}
/** A one-byte trailer BC leaves the hash open; Doc 9303-11 §6.1.2 says SHA-1, some cards use another. */
const implicitHashes = [sha('sha1'), sha('sha256'), sha('sha224'), sha('sha384'), sha('sha512'), ripemd]

/**
 * Verifies an ISO/IEC 9796-2 signature with message recovery whose unrecoverable part is `challenge` (Doc 9303-11
 * §6.1.2). `representative` is the result of the public operation. Gives a name of scheme and hash, or null.
 */
export function recoverIso9796(representative: Uint8Array, modulus: bigint, challenge: Uint8Array): string | null {
  const value = toBigInt(representative)
  const bits = modulus.toString(2).length
  for (const candidate of [value, modulus - value]) {
    const trailer = readTrailer(fromBigInt(candidate, representative.length))
    for (const used of trailer?.hashes ?? []) {
      const block = trailer?.block ?? new Uint8Array()
      if (verifyScheme1(block, used, challenge)) return `ISO 9796-2 scheme 1 ${used.name}`
      if (verifyScheme2(block, bits, used, challenge)) return `ISO 9796-2 scheme 2 or 3 ${used.name}`
    }
  }
  return null
}

function readTrailer(block: Uint8Array): { block: Uint8Array; hashes: RecoveryHash[] } | null {
  const last = block[block.length - 1]
  if (last === 0xbc) return { block: block.subarray(0, -1), hashes: implicitHashes }
  if (last !== 0xcc) return null
  // The named hash first; some cards name another than they use, and a hash over our challenge cannot fit by chance.
  const named = hashesByTrailer[block[block.length - 2] ?? 0]
  const hashes =
    named === undefined ? implicitHashes : [named, ...implicitHashes.filter(({ name }) => name !== named.name)]
  return { block: block.subarray(0, -2), hashes }
}

/** Header 6A (partial recovery) with the padding nibbles BBB…A, random M1, hash over M1 and the challenge. */
function verifyScheme1(block: Uint8Array, used: RecoveryHash, challenge: Uint8Array): boolean {
  const hashAt = block.length - used.length
  const start = startOfMessage(block)
  if (start === null || start > hashAt) return false
  return equalBytes(block.subarray(hashAt), used.digest(block.subarray(start, hashAt), challenge))
}

/** Offset after the header: 6A, or 6B BB … BA where the recoverable part is short. */
function startOfMessage(block: Uint8Array): number | null {
  if (block[0] === 0x6a) return 1
  if (block[0] !== 0x6b) return null
  let at = 1
  while (block[at] === 0xbb) at += 1
  return block[at] === 0xba ? at + 1 : null
}

/**
 * ISO/IEC 9796-2:2010 §10: masked data block and hash. The hash covers the length of M1 in bits, M1, the hash of the
 * challenge and the salt, which is as long as the hash in scheme 2 and empty in scheme 3.
 */
function verifyScheme2(block: Uint8Array, bits: number, used: RecoveryHash, challenge: Uint8Array): boolean {
  if (used.mask === null || block.length < used.length + 1) return false
  const masked = block.subarray(0, block.length - used.length)
  const hashed = block.subarray(block.length - used.length)
  const stream = mgf1(used.mask, hashed, masked.length)
  const data = masked.map((byte, i) => byte ^ (stream[i] ?? 0))
  data[0] = (data[0] ?? 0) & (0xff >> ((8 - ((bits - 1) % 8)) % 8))
  const separator = data.findIndex((byte) => byte !== 0)
  if (separator < 0 || data[separator] !== 1) return false
  const rest = data.subarray(separator + 1)
  return [used.length, 0].some((saltLength) => {
    if (saltLength > rest.length) return false
    const message = rest.subarray(0, rest.length - saltLength)
    const salt = rest.subarray(rest.length - saltLength)
    const lengthBits = fromBigInt(BigInt(8 * message.length), 8)
    return equalBytes(hashed, used.digest(lengthBits, message, used.digest(challenge), salt))
  })
}

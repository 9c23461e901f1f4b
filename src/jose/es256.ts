import { sign, verify, type KeyObject } from 'node:crypto'

const half = 32

/** ES256 (RFC 7518 §3.4): 64 bytes, r || s. */
export function signEs256(data: Uint8Array, key: KeyObject): Uint8Array {
  return fromDer(sign('sha256', data, key))
}

/** False for another key, text or length. Either of the two values of s that ECDSA admits for one r is taken. */
export function verifyEs256(data: Uint8Array, signature: Uint8Array, key: KeyObject): boolean {
  return signature.length === 2 * half && verify('sha256', data, key, toDer(signature))
}

/**
 * An ES256 signature as JOSE writes it (RFC 7518 §3.4: r and s, 32 bytes each) in DER (RFC 3279 §2.2.3). node:crypto takes
 * both, but the first only beside its key in an object, which costs a third of the verification.
 */
export function toDer(signature: Uint8Array): Uint8Array {
  const der = new Uint8Array(longestDer)
  const middle = writeInteger(der, 2, signature.subarray(0, half))
  const end = writeInteger(der, middle, signature.subarray(half))
  der.set([0x30, end - 2])
  return der.subarray(0, end)
}

const longestDer = 2 + 2 * (2 + 1 + half)

/** Where the next one begins. */
function writeInteger(der: Uint8Array, at: number, number: Uint8Array): number {
  let from = 0
  while (from < half - 1 && number[from] === 0) from += 1
  // The highest bit is a sign: a zero goes before it.
  const sign = number[from]! >= 0x80 ? 1 : 0
  const length = sign + half - from
  der[at] = 0x02
  der[at + 1] = length
  der.set(number.subarray(from), at + 2 + sign)
  return at + 2 + length
}

/** The other way: 64 bytes (r, s) from the DER of a trusted signer. */
export function fromDer(der: Uint8Array): Uint8Array {
  const signature = new Uint8Array(2 * half)
  let at = 2
  for (const end of [half, 2 * half]) {
    const length = der[at + 1]!
    const number = der.subarray(at + 2, at + 2 + length)
    const digits = number[0] === 0 ? number.subarray(1) : number
    signature.set(digits, end - digits.length)
    at += 2 + length
  }
  return signature
}

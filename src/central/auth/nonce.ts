import { createHmac, timingSafeEqual } from 'node:crypto'
import { secretKeyOf } from '../../jose/secret-key.ts'

const validMs = 5 * 60_000
const macBytes = 16

/**
 * A DPoP nonce (RFC 9449 §8) that any instance can check without storing it: the server's time and an HMAC over it.
 * It makes a proof fresh by our clock, whatever the station's clock says. One does for all answers of a second.
 */
export function makeNonce(secret: Uint8Array, now: Date): string {
  const second = Math.floor(now.getTime() / 1000)
  const kept = lastMade.get(secret)
  if (kept?.second === second) return kept.nonce
  const time = Buffer.alloc(8)
  time.writeBigUInt64BE(BigInt(now.getTime()))
  const nonce = Buffer.concat([time, mac(secret, time)]).toString('base64url')
  lastMade.set(secret, { second, nonce })
  return nonce
}

const lastMade = new WeakMap<Uint8Array, { second: number; nonce: string }>()

/** True for a nonce that central made at most five minutes ago. */
export function isFreshNonce(secret: Uint8Array, nonce: string, now: Date): boolean {
  const bytes = Buffer.from(nonce, 'base64url')
  if (bytes.length !== 8 + macBytes) return false
  const time = bytes.subarray(0, 8)
  if (!timingSafeEqual(mac(secret, time), bytes.subarray(8))) return false
  const ageMs = now.getTime() - Number(time.readBigUInt64BE())
  // Instances' clocks differ a little: a nonce dated in the near future counts too.
  return ageMs <= validMs && ageMs >= -validMs
}

function mac(secret: Uint8Array, time: Uint8Array): Buffer {
  return createHmac('sha256', secretKeyOf(secret)).update(time).digest().subarray(0, macBytes)
}

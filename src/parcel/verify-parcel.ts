import { errors, importJWK, jwtVerify } from 'jose'
import {
  ParcelClaims,
  parcelClockSeconds,
  parcelListHours,
  parcelStepAt,
  parcelTextToSign,
  parcelTypes,
  readParcelCode,
} from '../contract/identity/parcel.ts'
import type { HeldTrust } from './read-trust.ts'

/** Why a code does not count. */
export type ParcelRefusal =
  | 'malformed'
  | 'key_unknown'
  | 'tampered'
  | 'expired'
  | 'other_device'
  | 'step_over'
  | 'revoked'
  | 'list_old'
  | 'clock_behind'
export type ParcelVerdict = { ok: true; name: string; endsAt: Date } | { ok: false; refusal: ParcelRefusal }

const refuse = (refusal: ParcelRefusal): ParcelVerdict => ({ ok: false, refusal })
const hourMs = 3_600_000

/**
 * Judges what a QR code says, at a moment, by keys and list that were brought along: the service's signature and the credential's time, the
 * device's signature, the step (this one and the one before), the list, and the list's age. A clock that is behind the list's own time tells
 * nothing: by it a picture of then would count again. Asks nobody.
 */
export async function verifyParcel(text: string, trust: HeldTrust, at: Date): Promise<ParcelVerdict> {
  const code = readParcelCode(text)
  if (code === null) return refuse('malformed')
  if (trust.listedAt.getTime() - at.getTime() > parcelClockSeconds * 1000) return refuse('clock_behind')
  const claims = await claimsOf(code.credential, trust, at)
  if (typeof claims === 'string') return refuse(claims)
  if (!(await isOfDevice(claims, code))) return refuse('other_device')
  const stepsAgo = parcelStepAt(at.getTime()) - code.step
  if (stepsAgo !== 0 && stepsAgo !== 1) return refuse('step_over')
  if (trust.revoked.has(claims.jti)) return refuse('revoked')
  if (at.getTime() - trust.listedAt.getTime() > parcelListHours * hourMs) return refuse('list_old')
  return { ok: true, name: nameOf(claims), endsAt: new Date(claims.exp * 1000) }
}

async function claimsOf(credential: string, { issuer, keySet }: HeldTrust, at: Date) {
  const options = { issuer, algorithms: ['ES256'], typ: parcelTypes.credential, currentDate: at }
  try {
    const { payload } = await jwtVerify(credential, keySet, options)
    return ParcelClaims.parse(payload)
  } catch (error) {
    if (error instanceof errors.JWTExpired) return 'expired'
    return error instanceof errors.JWKSNoMatchingKey ? 'key_unknown' : 'tampered'
  }
}

async function isOfDevice(
  { cnf }: ParcelClaims,
  { credential, step, signature }: { credential: string; step: number; signature: string },
): Promise<boolean> {
  const key = await importJWK({ ...cnf.jwk } as never, 'ES256').catch(() => null)
  if (key === null) return false
  const bytes = Uint8Array.from(atob(signature.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))
  const signed = new TextEncoder().encode(parcelTextToSign(credential, step))
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key as never, bytes, signed)
}

/** As a parcel may be addressed: given names, usage name where there is one, birth name. */
function nameOf({ given_name, family_name, preferred_username }: ParcelClaims): string {
  const family = preferred_username ? `${preferred_username} (${family_name})` : family_name
  return `${given_name} ${family}`
}

import { z } from 'zod'
import { IsoTime } from '../identity.ts'
import { PublicJwk } from '../protocol/jwk.ts'
import { DeviceProof, SecretCode } from './device.ts'

/** A code is signed anew each time, and counts while its step and the next run. */
export const parcelStepSeconds = 30
/** How long a credential lives. */
export const parcelDays = 30
/** A verifier whose clock lies further before the list's own time knows no moment. */
export const parcelClockSeconds = 60
/** An older list of revoked credentials decides nothing. */
export const parcelListHours = 24

/** `typ` of the two tokens (RFC 8725 §3.11): neither passes for the other, nor an id_token for one of them. */
export const parcelTypes = { credential: 'parcel+jwt', list: 'parcel-revoked+jwt' } as const

/** The key that will sign the steps, with secret code and proof for `parcel`; a WebCrypto key signs `parcelKeyDetail` too. */
export const ParcelAsked = z.object({ public_key: PublicJwk, secret: SecretCode, proof: DeviceProof })
/** The point of the key, as one text to sign: its two coordinates in base64url. */
export const parcelKeyDetail = ({ x, y }: Pick<PublicJwk, 'x' | 'y'>): string => `${x}.${y}`

/** A compact JWS (RFC 7519) over `ParcelClaims`, ES256. */
export const ParcelIssued = z.object({ credential: z.string(), ends_at: IsoTime })
export type ParcelIssued = z.infer<typeof ParcelIssued>

/** Who it names, and the key of the device that shows it (`cnf`, RFC 7800). Times in seconds. */
export const ParcelClaims = z.object({
  iss: z.string(),
  jti: z.uuid(),
  iat: z.int(),
  exp: z.int(),
  given_name: z.string(),
  family_name: z.string(),
  preferred_username: z.string().optional(),
  cnf: z.object({ jwk: PublicJwk }),
})
export type ParcelClaims = z.infer<typeof ParcelClaims>

/** What a verifier takes along: who signs, with which keys, and a compact JWS over `RevokedClaims`. */
export const ParcelTrust = z.object({
  issuer: z.string(),
  keys: z.array(PublicJwk.extend({ kid: z.string() })).min(1),
  list: z.string(),
})
export type ParcelTrust = z.infer<typeof ParcelTrust>

/** Credentials that have not run out and count no more, as of `iat`. */
export const RevokedClaims = z.object({ iss: z.string(), iat: z.int(), revoked: z.array(z.uuid()) })

/** The number of the step at a time in milliseconds since 1970. */
export const parcelStepAt = (ms: number): number => Math.floor(ms / 1000 / parcelStepSeconds)

/** The bytes (UTF-8) that the device signs with ES256 in each step. */
export const parcelTextToSign = (credential: string, step: number): string =>
  ['guichet-parcel-v1', credential, step].join('\n')

/** What the QR code says: credential, step, and r and s in base64url. */
export const writeParcelCode = (credential: string, step: number, signature: string): string =>
  [credential, step, signature].join('~')

/** More than a QR code holds. */
const longest = 4300
const written = /^([\w-]+\.[\w-]+\.[\w-]+)~(\d{1,12})~([\w-]{86})$/

/** Null for anything else. */
export function readParcelCode(text: string): { credential: string; step: number; signature: string } | null {
  if (text.length > longest) return null
  const [, credential, step, signature] = written.exec(text.trim()) ?? []
  if (credential === undefined || step === undefined || signature === undefined) return null
  return { credential, step: Number(step), signature }
}

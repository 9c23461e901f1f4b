import { createLocalJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose'
import { ParcelTrust, parcelTypes, RevokedClaims } from '../contract/identity/parcel.ts'

/** What a verifier goes by once the list's signature was found right. */
export type HeldTrust = { issuer: string; keySet: JWTVerifyGetKey; listedAt: Date; revoked: ReadonlySet<string> }

/** Reads what `parcel.trust` answered. Null where it is not of its form, or none of its keys signed its list. */
export async function readTrust(given: unknown): Promise<HeldTrust | null> {
  const trust = ParcelTrust.safeParse(given)
  if (!trust.success) return null
  const { issuer, keys, list } = trust.data
  const keySet = createLocalJWKSet({ keys: keys.map((key) => ({ ...key, alg: 'ES256' })) as never })
  const options = { issuer, algorithms: ['ES256'], typ: parcelTypes.list }
  const signed = await jwtVerify(list, keySet, options).catch(() => null)
  const claims = RevokedClaims.safeParse(signed?.payload)
  if (!claims.success) return null
  return { issuer, keySet, listedAt: new Date(claims.data.iat * 1000), revoked: new Set(claims.data.revoked) }
}

/** Whether a list is older than the one of the same service that is held already. */
export const isOlder = (fresh: HeldTrust, held: HeldTrust | null): boolean =>
  held !== null && held.issuer === fresh.issuer && held.listedAt > fresh.listedAt

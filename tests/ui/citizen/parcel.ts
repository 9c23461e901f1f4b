import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { parcelDays, parcelStepAt, parcelTypes, type ParcelTrust } from '../../../src/contract/identity/parcel.ts'
import type { ParcelCard, ParcelCards } from '../../../src/citizen/core/parcel-card.ts'
import { makeKeyPair, signText } from '../../../src/citizen/core/sign.ts'
import { parcelTextToSign, writeParcelCode } from '../../../src/contract/identity/parcel.ts'

const issuer = 'https://identite.example.fr'
const dayMs = 24 * 3_600_000

/** A service of the gallery's own: keys, a list as old as wanted, and a card that it signed for Camille. */
export async function makeParcel(listAgeMs: number): Promise<{ trust: ParcelTrust; card: ParcelCard; code: string }> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  const sign = (typ: string, at: number, claims: object) =>
    new SignJWT({ iss: issuer, iat: Math.floor(at / 1000), ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'gallery', typ })
      .sign(privateKey)
  const { key, public_key } = await makeKeyPair()
  const { kty, crv, x, y } = public_key
  const [now, ends] = [Date.now(), Date.now() + parcelDays * dayMs]
  const credential = await sign(parcelTypes.credential, now, {
    jti: crypto.randomUUID(),
    exp: Math.floor(ends / 1000),
    given_name: 'Camille Anne',
    family_name: 'Lefèvre',
    cnf: { jwk: { kty, crv, x, y } },
  })
  const show = async (step: number) =>
    writeParcelCode(credential, step, await signText(key, parcelTextToSign(credential, step)))
  const list = await sign(parcelTypes.list, now - listAgeMs, { revoked: [] })
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'gallery' }] as ParcelTrust['keys']
  const card = { ends_at: new Date(ends).toISOString(), show }
  return { trust: { issuer, keys, list }, card, code: await show(parcelStepAt(now)) }
}

/** A browser that holds this card, or none. */
export const cardsOf = (card: ParcelCard | null): ParcelCards => ({
  async make() {
    const { public_key } = await makeKeyPair()
    return { public_key, keep: async ({ ends_at }) => ({ ends_at, show: async () => 'code' }) }
  },
  read: async () => card,
  forget: async () => {},
})

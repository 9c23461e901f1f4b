import { importJWK, SignJWT, type JWTPayload } from 'jose'
import type { ParcelTrust } from '../../contract/identity/parcel.ts'
import { PublicJwk } from '../../contract/protocol/jwk.ts'
import type { Identity } from '../context.ts'
import type { ProviderKey } from '../keys/identity-keys.ts'

type Core = Pick<Identity, 'keys' | 'origin' | 'now'>

const signingKeys = ({ keys }: Core): ProviderKey[] => keys().provider.filter(({ alg }) => alg === 'ES256')

/** A token of this service for verifiers of parcels: the newest ES256 key of the provider's JWKS, told apart by `typ`. */
export async function signForParcels(core: Core, typ: string, claims: JWTPayload): Promise<string> {
  const [key] = signingKeys(core)
  if (key === undefined) throw new Error('the identity service lacks an ES256 key')
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ })
    .setIssuer(core.origin())
    .setIssuedAt(core.now())
    .sign(await importJWK({ ...key } as never, 'ES256'))
}

/** The public halves, older ones included: what they signed counts until they are retired. */
export function publicParcelKeys(core: Core): ParcelTrust['keys'] {
  return signingKeys(core).map(({ kid, kty, crv, x, y }) => ({ ...PublicJwk.parse({ kty, crv, x, y }), kid }))
}

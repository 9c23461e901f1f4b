import type { PublicJwk } from '../../contract/protocol/jwk.ts'
import type { Signer } from '../../jose/signer.ts'

/** What central's pairs are for; each is made again alone. */
export const keyPurposes = ['encryption', 'signing', 'authority'] as const
export type KeyPurpose = (typeof keyPurposes)[number]

/** A pair of central, used where its private half lies. Code of both uses: unavailable (the place does not answer). */
export type PrivateKey = Signer & {
  /** ECDH on P-256: the 32-byte secret shared with the maker of `epk`. Throws on a point that is not on the curve. */
  agree(epk: PublicJwk): Uint8Array
  createdAt: Date
}

/** What the table keeps of a pair: wrapped, the pair itself; in a token, where it lies. */
export type StoredPair = { kid: string; purpose: KeyPurpose; private_key: string }

/** Where private halves are made and used. */
export interface KeyPort {
  /** Whether what the table keeps of a pair is this port's. */
  holds(stored: string): boolean
  /** Whether pairs of this purpose can be used in this process; those of the authority two people unlock. */
  unlocked(purpose: KeyPurpose): boolean
  /** A fresh pair. Codes: store_key_wrong, unavailable. */
  make(purpose: KeyPurpose): StoredPair
  /** The pair of a row. Codes: store_key_wrong (not of this place, or it does not open), unavailable. */
  open(pair: StoredPair, createdAt: Date): PrivateKey
  /** Forgets a pair that another instance was faster to make. */
  discard(pair: StoredPair): void
}

export const jwkMembers = {
  encryption: { use: 'enc', alg: 'ECDH-ES' },
  signing: { use: 'sig', alg: 'ES256' },
  authority: { use: 'sig', alg: 'ES256' },
} as const

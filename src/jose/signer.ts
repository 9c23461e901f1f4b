import type { KeyObject } from 'node:crypto'
import type { PublicJwk } from '../contract/protocol/jwk.ts'
import { signEs256 } from './es256.ts'
import { publicJwkOf } from './private-key.ts'

/** ES256 by a key that is in memory now. */
export interface Signer {
  readonly kid: string
  readonly publicJwk: PublicJwk
  /** Signature of 64 bytes, r || s (RFC 7518 §3.4). */
  sign(data: Uint8Array): Uint8Array
}

/** The signer of a key, named by the thumbprint of its public half. */
export function signerOf(privateKey: KeyObject): Signer {
  const publicJwk = publicJwkOf(privateKey, 'sig')
  return { kid: publicJwk.kid!, publicJwk, sign: (data) => signEs256(data, privateKey) }
}

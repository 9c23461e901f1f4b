import type { RandomSource } from '../../emrtd/crypto/random.ts'
import { integer, sequence, setOf } from '../der.ts'
import { signContent } from './signed-data.ts'
import type { Authority } from './certificate.ts'

/** CSCA master list (Doc 9303-12 §9): a signed list of certificates; signer and its CSCA are embedded. */
export function issueMasterList(
  certificates: readonly Uint8Array[],
  signer: Authority,
  issuer: Authority,
  signingTime: Date,
  random: RandomSource,
): Uint8Array {
  const list = sequence(integer(0), setOf(...certificates))
  const form = { scheme: signer.scheme, signingTime }
  return signContent('2.23.136.1.1.2', list, signer, issuer, form, random, [issuer.certificate])
}

import type { ChipCheck } from '../check.ts'
import { codeOf } from '../failure.ts'
import { verifyEcdsaOver } from '../crypto/ecdsa-engine.ts'
import { hashLengths, type HashName } from '../crypto/hash.ts'
import { rsaPublicOperation, type RsaPublicKey } from '../crypto/rsa.ts'
import { recoverIso9796 } from './iso-9796-2.ts'
import { dataGroupValue } from '../lds/fields.ts'
import { parseDg15 } from '../lds/dg15.ts'
import { findTlv, parseTlvs, readTlv } from '../tlv/tlv.ts'
import { signaturesByOid } from '../pki/algorithms.ts'
import { oidOf, readBer } from '../tlv/ber.ts'
import type { PublicKey } from '../pki/spki.ts'
import { isNeverEnough } from '../pki/weak-signature.ts'
import { signatureForms } from '../pki/verify-signature.ts'

export interface ActiveAuthenticationInput {
  /** EF.DG15 as read; must be proved by Passive Authentication for the verdict to count. */
  readonly dg15: Uint8Array
  /** EF.DG14 as read, which names the hash of ECDSA; null when the chip has none. */
  readonly dg14: Uint8Array | null
  /** The eight random bytes sent. */
  readonly challenge: Uint8Array
  /** Data of the response to INTERNAL AUTHENTICATE. */
  readonly response: Uint8Array
}

/** id-icao-mrtd-security-aaProtocolObject (Doc 9303-11 §9.2.4). */
const activeAuthenticationOid = '2.23.136.1.1.5'

/**
 * Active Authentication (Doc 9303-11 §6.1): the chip signed our challenge with the key in DG15. RSA by ISO/IEC 9796-2
 * schemes 1 to 3, ECDSA plain or in DER. Never fails: a malformed answer is a failed check.
 */
export function verifyActiveAuthentication(input: ActiveAuthenticationInput): ChipCheck {
  const name = 'active_authentication'
  const key = readKey(input.dg15)
  if (key === 'malformed') return { name, verdict: 'failed', reason: 'aa_key_malformed', detail: null }
  if (key === null) return { name, verdict: 'not_possible', reason: 'aa_algorithm_unknown', detail: null }
  const { verify, detail } =
    key.kind === 'rsa'
      ? { verify: () => verifyRsa(key, input), detail: `RSA-${key.modulus.toString(2).length}` }
      : { verify: () => verifyEc(key, input), detail: `ECDSA ${key.curve.name}` }
  if (key.kind === 'rsa' && isNeverEnough(key)) return { name, verdict: 'failed', reason: 'signature_too_weak', detail }
  const proved = verify()
  if (proved === null) return { name, verdict: 'failed', reason: 'aa_signature_wrong', detail }
  return { name, verdict: 'passed', reason: null, detail: `${detail} ${proved}` }
}

function readKey(dg15: Uint8Array): PublicKey | null | 'malformed' {
  try {
    return parseDg15(dg15)
  } catch (error) {
    if (codeOf(error) === 'chip_data_malformed') return 'malformed'
    throw error
  }
}

/** The scheme that verified, or null. Both representatives of ISO/IEC 9796-2 §B.6 are tried: s and n - s. */
function verifyRsa(key: RsaPublicKey, { challenge, response }: ActiveAuthenticationInput): string | null {
  const representative = rsaPublicOperation(key, response)
  return representative === null ? null : recoverIso9796(representative, key.modulus, challenge)
}

/**
 * The hash named in DG14 first, then by size of the order the others: some chips sign with one that is not the named
 * one. A signature that verifies under any of these hashes was made by the key over this challenge.
 */
function verifyEc(key: Extract<PublicKey, { kind: 'ec' }>, input: ActiveAuthenticationInput): string | null {
  const named = announcedHash(input.dg14)
  const all = Object.keys(hashLengths) as HashName[]
  const forms = signatureForms(input.response, key.curve.orderLength)
  for (const name of named === null ? all : [named, ...all.filter((other) => other !== named)]) {
    if (forms.some((form) => verifyEcdsaOver(key.curve, key.point, name, input.challenge, form))) return name
  }
  return null
}

function announcedHash(dg14: Uint8Array | null): HashName | null {
  if (dg14 === null) return null
  try {
    const infos = parseTlvs(readTlv(dataGroupValue(dg14, 0x6e)).value)
    const fields = infos.map((info) => parseTlvs(info.value))
    const own = fields.find(([oid]) => oid?.tag === 0x06 && oidOf(readBer(oid.raw)) === activeAuthenticationOid)
    const algorithm = findTlv((own ?? []).slice(1), 0x06)
    return algorithm === null ? null : (signaturesByOid[oidOf(readBer(algorithm.raw))]?.hash ?? null)
  } catch (error) {
    if (codeOf(error) === 'chip_data_malformed') return null
    throw error
  }
}

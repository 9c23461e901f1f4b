import type { HashName } from '../crypto/hash.ts'

/** Hash functions by object identifier (RFC 5754, RFC 3279). */
const hashesByOid: Record<string, HashName> = {
  '1.3.14.3.2.26': 'sha1',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}

export type SignatureScheme = 'pkcs1' | 'pss' | 'ecdsa'

/** Scheme and hash; hash null where the identifier does not say it (bare rsaEncryption, id-ecPublicKey). */
export interface SignatureAlgorithm {
  readonly scheme: SignatureScheme
  readonly hash: HashName | null
}

/** RFC 8017 §A.2, RFC 5758, and the plain ECDSA of BSI TR-03111 §5.2.1. */
export const signaturesByOid: Record<string, SignatureAlgorithm> = {
  '1.2.840.113549.1.1.1': { scheme: 'pkcs1', hash: null },
  '1.2.840.113549.1.1.5': { scheme: 'pkcs1', hash: 'sha1' },
  '1.3.14.3.2.29': { scheme: 'pkcs1', hash: 'sha1' },
  '1.2.840.113549.1.1.14': { scheme: 'pkcs1', hash: 'sha224' },
  '1.2.840.113549.1.1.11': { scheme: 'pkcs1', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { scheme: 'pkcs1', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { scheme: 'pkcs1', hash: 'sha512' },
  '1.2.840.113549.1.1.10': { scheme: 'pss', hash: null },
  '1.2.840.10045.2.1': { scheme: 'ecdsa', hash: null },
  '1.2.840.10045.4.1': { scheme: 'ecdsa', hash: 'sha1' },
  '1.2.840.10045.4.3.1': { scheme: 'ecdsa', hash: 'sha224' },
  '1.2.840.10045.4.3.2': { scheme: 'ecdsa', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { scheme: 'ecdsa', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { scheme: 'ecdsa', hash: 'sha512' },
  '0.4.0.127.0.7.1.1.4.1.1': { scheme: 'ecdsa', hash: 'sha1' },
  '0.4.0.127.0.7.1.1.4.1.2': { scheme: 'ecdsa', hash: 'sha224' },
  '0.4.0.127.0.7.1.1.4.1.3': { scheme: 'ecdsa', hash: 'sha256' },
  '0.4.0.127.0.7.1.1.4.1.4': { scheme: 'ecdsa', hash: 'sha384' },
  '0.4.0.127.0.7.1.1.4.1.5': { scheme: 'ecdsa', hash: 'sha512' },
}

/** Hash function of an identifier, also of a signature algorithm, which some issuers write where a hash is meant; or null. */
export function hashWithOid(oid: string): HashName | null {
  return hashesByOid[oid] ?? signaturesByOid[oid]?.hash ?? null
}

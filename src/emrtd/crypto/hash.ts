import { createHash } from 'node:crypto'

/** Hash functions of Doc 9303, named as `node:crypto` names them; all of them exist in OpenSSL and BoringSSL. */
export type HashName = 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512'

/** Digest length in bytes. */
export const hashLengths: Record<HashName, number> = { sha1: 20, sha224: 28, sha256: 32, sha384: 48, sha512: 64 }

/** Digest over all parts one after the other. */
export function hash(name: HashName, ...parts: readonly Uint8Array[]): Uint8Array {
  const digest = createHash(name)
  for (const part of parts) digest.update(part)
  return new Uint8Array(digest.digest())
}

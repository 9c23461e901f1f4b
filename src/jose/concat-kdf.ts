import { createHash } from 'node:crypto'

/** What both sides agree on beside the secret: the content encryption, and who they are where a header says so. */
export interface PartyInfo {
  enc: string
  apu?: Uint8Array
  apv?: Uint8Array
}

const keyBits = 256

/** Concat KDF, one round of SHA-256 for a key of 256 bits (NIST SP 800-56A §5.8.1 as profiled by RFC 7518 §4.6.2). */
export function concatKdf(secret: Uint8Array, { enc, apu, apv }: PartyInfo): Buffer {
  const counted = (bytes: Uint8Array) => [uint32(bytes.length), bytes]
  const none = new Uint8Array()
  const otherInfo = [...counted(Buffer.from(enc)), ...counted(apu ?? none), ...counted(apv ?? none), uint32(keyBits)]
  const hash = createHash('sha256').update(uint32(1)).update(secret)
  for (const part of otherInfo) hash.update(part)
  return hash.digest()
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

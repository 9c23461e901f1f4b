import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { Failure } from '../../contract/failure.ts'

/** 32 bytes with the name under which sealed text refers to them. */
export type SealingKey = { id: string; bytes: Uint8Array }

/** Newest first: what is sealed is sealed with the first; the others still open. */
export type Keyring = readonly SealingKey[]

const ivLength = 12
const tagLength = 16

/** Twelve characters of the key's SHA-256: says which key, and nothing of it. */
export function keyId(bytes: Uint8Array): string {
  return createHash('sha256').update('guichet identity key').update(bytes).digest('base64url').slice(0, 12)
}

/** `i1.<key>.` + base64url(iv 12, tag 16, AES-256-GCM), bound to `context`: a sealed text opens in its own row only. */
export function sealText(keyring: Keyring, context: string, text: string): string {
  const [key] = keyring
  if (key === undefined) throw new Error('an empty keyring seals nothing')
  const iv = randomBytes(ivLength)
  const cipher = createCipheriv('aes-256-gcm', key.bytes, iv)
  cipher.setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return `i1.${key.id}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
}

/** Code: store_key_wrong (no such key here, or the text was changed or belongs elsewhere). */
export function openText(keyring: Keyring, context: string, sealed: string): string {
  const [version, id, body] = sealed.split('.')
  const key = keyring.find((one) => one.id === id)
  if (version !== 'i1' || key === undefined || body === undefined) throw new Failure('store_key_wrong', 'identity')
  const bytes = Buffer.from(body, 'base64url')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, ivLength), {
      authTagLength: tagLength,
    })
    decipher.setAAD(Buffer.from(context))
    decipher.setAuthTag(bytes.subarray(ivLength, ivLength + tagLength))
    return Buffer.concat([decipher.update(bytes.subarray(ivLength + tagLength)), decipher.final()]).toString('utf8')
  } catch (error) {
    throw new Failure('store_key_wrong', 'identity', { cause: error })
  }
}

/** Whether it was sealed with a key that is no longer the first. */
export function isStale(keyring: Keyring, sealed: string): boolean {
  return sealed.split('.')[1] !== keyring[0]?.id
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { Failure } from '../../contract/failure.ts'

/** What is stored without a wrapping key begins with it. */
export const plainMark = 'v0.'
export const wrappedMark = 'v1.'

/** How the failure's detail begins where somebody without the key wrote into the table. */
export const plainBesideWrapped = 'plain beside wrapped'

/** `v1.` + base64url(iv 12, tag 16, AES-256-GCM ciphertext); `v0.` + plain text without a wrapping key. */
export function wrap(text: string, wrapKey: Uint8Array | null): string {
  if (wrapKey === null) return `${plainMark}${text}`
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', wrapKey, iv)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return `${wrappedMark}${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
}

/** `purpose` is named in the failure. Code: store_key_wrong (also for a plain value where a key is given). */
export function unwrap(stored: string, purpose: string, wrapKey: Uint8Array | null): string {
  if (stored.startsWith(plainMark)) {
    if (wrapKey !== null) throw new Failure('store_key_wrong', `${plainBesideWrapped}: ${purpose}`)
    return stored.slice(plainMark.length)
  }
  if (wrapKey === null) throw new Failure('store_key_wrong', 'the stored keys are wrapped and no key was given')
  const bytes = Buffer.from(stored.slice(wrappedMark.length), 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', wrapKey, bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  } catch (error) {
    throw new Failure('store_key_wrong', `the stored ${purpose} key of central`, { cause: error })
  }
}

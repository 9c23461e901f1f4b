import { createCipheriv, createDecipheriv, randomBytes, scrypt, scryptSync } from 'node:crypto'
import { promisify } from 'node:util'
import { Failure } from '../../contract/failure.ts'
import type { KeyWrap } from './port.ts'

/** Cost of scrypt (RFC 7914 §2). */
export interface ScryptCost {
  N: number
  r: number
  p: number
}
/** 64 MiB, two lanes: OWASP's Password Storage Cheat Sheet lists it as equal to N=2^17, p=1, for half the memory. */
export const defaultCost: ScryptCost = { N: 2 ** 16, r: 8, p: 2 }

const saltBytes = 16
const ivBytes = 12
const tagBytes = 16
const deriveKey = promisify(scrypt) as (
  secret: string,
  salt: Uint8Array,
  length: number,
  options: ScryptCost & { maxmem: number },
) => Promise<Buffer>

/**
 * Seals `plain` under a secret: scrypt, then AES-256-GCM bound to `context`. Text form
 * `s1.N.r.p.salt.iv.ciphertext-and-tag`, binary parts base64url.
 */
export async function sealUnderSecret(
  secret: string,
  plain: Uint8Array,
  context: string,
  cost: ScryptCost = defaultCost,
): Promise<string> {
  const salt = randomBytes(saltBytes)
  const key = await deriveKey(secret, salt, 32, withMemory(cost))
  return [`s1.${cost.N}.${cost.r}.${cost.p}`, salt.toString('base64url'), encrypt(key, plain, context)].join('.')
}

/** Null when the secret is wrong or the box was changed. */
export async function openUnderSecret(secret: string, box: string, context: string): Promise<Uint8Array | null> {
  const { cost, salt, sealed } = splitBox(box)
  return decrypt(await deriveKey(secret, salt, 32, withMemory(cost)), sealed, context)
}

/** A key file under a passphrase. Unwrapping fails with store_key_wrong. */
export function passphraseKeyWrap(passphrase: string, cost: ScryptCost = defaultCost): KeyWrap {
  const context = 'guichet database key'
  return {
    wrap: (plain) => {
      const salt = randomBytes(saltBytes)
      const key = scryptSync(passphrase, salt, 32, withMemory(cost))
      const head = `s1.${cost.N}.${cost.r}.${cost.p}.${salt.toString('base64url')}`
      return Buffer.from(`${head}.${encrypt(key, plain, context)}`)
    },
    unwrap: (wrapped) => {
      const { cost: found, salt, sealed } = splitBox(Buffer.from(wrapped).toString('latin1'))
      const plain = decrypt(scryptSync(passphrase, salt, 32, withMemory(found)), sealed, context)
      if (plain === null) throw new Failure('store_key_wrong', 'passphrase')
      return plain
    },
  }
}

const withMemory = (cost: ScryptCost) => ({ ...cost, maxmem: 256 * cost.N * cost.r })

function encrypt(key: Uint8Array, plain: Uint8Array, context: string): string {
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(context))
  const ciphertext = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return `${iv.toString('base64url')}.${ciphertext.toString('base64url')}`
}

function decrypt(key: Uint8Array, sealed: { iv: Buffer; data: Buffer }, context: string): Uint8Array | null {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.iv).setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.data.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(sealed.data.subarray(0, -tagBytes)), decipher.final()])
  } catch {
    // GCM says only that the tag does not fit, which is the answer: wrong secret.
    return null
  }
}

/** The cost is bounded so that a changed box cannot take the machine's memory. */
function splitBox(box: string): { cost: ScryptCost; salt: Buffer; sealed: { iv: Buffer; data: Buffer } } {
  const found = /^s1\.(\d{1,7})\.(\d{1,2})\.(\d)\.([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(box)
  const [N, r, p] = (found?.slice(1, 4) ?? []).map(Number)
  const [salt, iv, data] = (found?.slice(4) ?? []).map((part) => Buffer.from(part, 'base64url'))
  const whole = N && r && p && N <= 2 ** 20 && iv?.length === ivBytes && data && data.length >= tagBytes
  if (!whole) throw new Failure('store_key_wrong', 'box malformed')
  return { cost: { N, r, p }, salt: salt!, sealed: { iv, data } }
}

import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  diffieHellman,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto'
import { z } from 'zod'
import { PublicJwk } from '../contract/protocol/jwk.ts'
import { fromBase64url, toBase64url } from './base64url.ts'
import { concatKdf } from './concat-kdf.ts'
import { parseJson } from './jws.ts'
import { publicKeyObject } from './public-key.ts'

const alg = 'ECDH-ES'
const enc = 'A256GCM'
const tagBytes = 16

const Header = z.looseObject({
  alg: z.literal(alg),
  enc: z.literal(enc),
  kid: z.string().max(128).default(''),
  epk: PublicJwk,
  apu: z.string().max(512).default(''),
  apv: z.string().max(512).default(''),
  crit: z.undefined().optional(),
  zip: z.undefined().optional(),
})
export type JweHeader = z.infer<typeof Header>
export type Jwe = { header: JweHeader; aad: Buffer; iv: Buffer; ciphertext: Buffer; tag: Buffer }

/**
 * Compact JWE, ECDH-ES direct key agreement with A256GCM (RFC 7518 §4.6, §5.3), synchronous because a seal is one transaction
 * (docs/decisions/jose.md). The ephemeral key is forgotten on return: the
 * machine that wrote it cannot open it.
 */
export function encryptJwe(plaintext: Uint8Array, recipient: PublicJwk, header: { cty: string; kid: string }): string {
  const ephemeral = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { kty, crv, x, y } = ephemeral.publicKey.export({ format: 'jwk' })
  const protectedHeader = toBase64url(JSON.stringify({ alg, enc, epk: { kty, crv, x, y }, ...header }))
  const secret = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: publicKeyObject(recipient) })
  const contentKey = concatKdf(secret, { enc })
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', createSecretKey(contentKey), iv)
  cipher.setAAD(Buffer.from(protectedHeader, 'ascii'))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final()])
  secret.fill(0)
  contentKey.fill(0)
  return [protectedHeader, '', toBase64url(iv), toBase64url(ciphertext), toBase64url(cipher.getAuthTag())].join('.')
}

/** Splits a compact JWE (RFC 7516 §3.1) of the one kind used here, ECDH-ES with A256GCM; null when it is none. */
export function parseJwe(compact: string): Jwe | null {
  const parts = compact.split('.')
  const [protectedHeader, encryptedKey, iv, ciphertext, tag] = parts
  // Direct key agreement has no encrypted key (RFC 7518 §4.6).
  if (parts.length !== 5 || encryptedKey !== '') return null
  const header = Header.safeParse(parseJson(fromBase64url(protectedHeader!)))
  if (!header.success) return null
  const jwe = { iv: fromBase64url(iv!), ciphertext: fromBase64url(ciphertext!), tag: fromBase64url(tag!) }
  if (jwe.iv.length !== 12 || jwe.tag.length !== tagBytes) return null
  return { header: header.data, aad: Buffer.from(protectedHeader!, 'latin1'), ...jwe }
}

/** What a private key and the sender's ephemeral key have in common: 32 bytes. Throws on a point that is not on the curve. */
export type Agreement = (epk: PublicJwk) => Uint8Array

/** The agreement of a key that is in memory. */
export const agreementOf =
  (privateKey: KeyObject): Agreement =>
  (epk) =>
    diffieHellman({ privateKey, publicKey: publicKeyObject(epk, 'once') })

/** The plaintext; throws when key, header or text were changed. */
export function openJwe({ header, aad, iv, ciphertext, tag }: Jwe, agree: Agreement): Buffer {
  const secret = agree(header.epk)
  const party = { enc: header.enc, apu: fromBase64url(header.apu), apv: fromBase64url(header.apv) }
  const contentKey = createSecretKey(concatKdf(secret, party))
  const decipher = createDecipheriv('aes-256-gcm', contentKey, iv, { authTagLength: tagBytes })
  decipher.setAAD(aad)
  decipher.setAuthTag(tag)
  const plaintext = decipher.update(ciphertext)
  // GCM holds nothing back: what is left to do is the tag, and to throw where it does not fit.
  decipher.final()
  return plaintext
}

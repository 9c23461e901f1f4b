import { createDecipheriv, createHash, createSecretKey, diffieHellman, type KeyObject } from 'node:crypto'
import { z } from 'zod'
import { PublicJwk } from '../../contract/sync.ts'
import { publicKeyObject } from '../keys/public-key.ts'
import { decode, parseJson } from './jws.ts'

const Header = z.looseObject({
  alg: z.literal('ECDH-ES'),
  enc: z.literal('A256GCM'),
  kid: z.string().max(128),
  epk: PublicJwk,
  apu: z.string().max(512).default(''),
  apv: z.string().max(512).default(''),
  crit: z.undefined().optional(),
  zip: z.undefined().optional(),
})
export type JweHeader = z.infer<typeof Header>
export type Jwe = { header: JweHeader; aad: Buffer; iv: Buffer; ciphertext: Buffer; tag: Buffer }

/** Splits a compact JWE (RFC 7516 §3.1) of the one kind packets use, ECDH-ES with A256GCM; null when it is none. */
export function parseJwe(compact: string): Jwe | null {
  const parts = compact.split('.')
  const [protectedHeader, encryptedKey, iv, ciphertext, tag] = parts
  // Direct key agreement has no encrypted key (RFC 7518 §4.6).
  if (parts.length !== 5 || encryptedKey !== '') return null
  const header = Header.safeParse(parseJson(decode(protectedHeader!)))
  if (!header.success) return null
  const jwe = { iv: decode(iv!), ciphertext: decode(ciphertext!), tag: decode(tag!) }
  if (jwe.iv.length !== 12 || jwe.tag.length !== 16) return null
  return { header: header.data, aad: Buffer.from(protectedHeader!, 'latin1'), ...jwe }
}

/** The plaintext; throws when key, header or text were changed. */
export function openJwe({ header, aad, iv, ciphertext, tag }: Jwe, privateKey: KeyObject): Buffer {
  const secret = diffieHellman({ privateKey, publicKey: publicKeyObject(header.epk, 'once') })
  const decipher = createDecipheriv('aes-256-gcm', createSecretKey(deriveKey(secret, header)), iv, {
    authTagLength: 16,
  })
  decipher.setAAD(aad)
  decipher.setAuthTag(tag)
  return Buffer.concat([decipher.update(ciphertext), decipher.final()])
}

/** Concat KDF of RFC 7518 §4.6.2: one round, for a key of 256 bits. */
function deriveKey(secret: Buffer, { enc, apu, apv }: JweHeader): Buffer {
  const number = (value: number) => {
    const bytes = Buffer.alloc(4)
    bytes.writeUInt32BE(value)
    return bytes
  }
  const counted = (bytes: Buffer) => [number(bytes.length), bytes]
  const info = [...counted(Buffer.from(enc)), ...counted(decode(apu)), ...counted(decode(apv)), number(256)]
  return createHash('sha256')
    .update(Buffer.concat([number(1), secret, ...info]))
    .digest()
}

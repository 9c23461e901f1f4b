import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Declared } from '../../contract/identity.ts'
import type { CentralKeys } from '../keys/central-keys.ts'
import { plainName } from './communes.ts'

type Keys = Pick<CentralKeys, 'declarationSecret' | 'lookupSecret'>

/** What a citizen has said so far; all of it once the application is declared. */
export type Declaration = { [Field in keyof Declared]?: Declared[Field] | undefined }

/**
 * A citizen's words as the database holds them: `d1.` + base64url(iv 12, tag 16, AES-256-GCM), bound to their application.
 * Whoever copies the database, or finds a page of it that was freed, reads nothing without the key that is kept outside.
 */
export function sealWords(
  { declarationSecret }: Pick<Keys, 'declarationSecret'>,
  applicationId: string,
  text: string,
): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', declarationSecret, iv)
  cipher.setAAD(Buffer.from(applicationId))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return `d1.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
}

/** Throws when the text was changed or belongs to another application. */
export function openWords(
  { declarationSecret }: Pick<Keys, 'declarationSecret'>,
  applicationId: string,
  sealed: string,
): string {
  const bytes = Buffer.from(sealed.slice(3), 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', declarationSecret, bytes.subarray(0, 12), { authTagLength: 16 })
  decipher.setAAD(Buffer.from(applicationId))
  decipher.setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

export function sealDeclaration(keys: Keys, applicationId: string, declaration: Declaration): string {
  return sealWords(keys, applicationId, JSON.stringify(declaration))
}

export function openDeclaration(keys: Keys, applicationId: string, sealed: string): Declaration {
  return JSON.parse(openWords(keys, applicationId, sealed)) as Declaration
}

type NamedDocument = Pick<Declared, 'documentType' | 'documentNumber'>
type NamedPerson = Pick<Declared, 'birthName' | 'givenNames' | 'birthDate'>

/** Keyed digest of kind and number: it names no document to anyone who has no key. */
export function documentDigest(secret: Uint8Array, { documentType, documentNumber }: NamedDocument): string {
  return createHmac('sha256', secret)
    .update(`${documentType} ${plainNumber(documentNumber)}`)
    .digest('hex')
}

/** Keyed digest of birth name, first given name and date of birth, as they would stand on an envelope. */
export function personDigest(secret: Uint8Array, { birthName, givenNames, birthDate }: NamedPerson): string {
  const words = ['person', plainName(birthName), plainName(givenNames[0] ?? ''), birthDate]
  return createHmac('sha256', secret).update(words.join('\n')).digest('hex')
}

/** A document's number without the signs that people type between its characters. */
export function plainNumber(number: string): string {
  return number.toUpperCase().replace(/[^A-Z0-9]/g, '')
}

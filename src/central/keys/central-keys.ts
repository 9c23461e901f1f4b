import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto'
import type { Kysely } from 'kysely'
import { Failure } from '../../contract/failure.ts'
import { PublicJwk } from '../../contract/sync.ts'
import type { Tables } from '../database/tables.ts'
import { signEs256 } from '../../jose/es256.ts'
import { thumbprintOf } from '../../jose/public-key.ts'
import type { Signer } from '../../jose/signer.ts'

export type PrivateKey = Signer & { privateKey: KeyObject; createdAt: Date }

/** Newest first: central signs with the first and still opens packets sealed to the others. */
export type CentralKeys = {
  encryption: PrivateKey[]
  /** Online, for receipts. */
  signing: PrivateKey[]
  /** For policy, rosters, trust and the set of keys; two people unlock it at the start. Empty where they did not. */
  authority: PrivateKey[]
  /** 32 bytes each, shared by all instances: access tokens, DPoP nonces, digests of document numbers. */
  tokenSecret: Uint8Array
  nonceSecret: Uint8Array
  lookupSecret: Uint8Array
  /** Seals what citizens declared (AES-256-GCM). */
  declarationSecret: Uint8Array
}

export type KeyPurpose = 'encryption' | 'signing' | 'authority'

/** 32 bytes that encrypt keys at rest; null stores them plain, for training and tests. `none`: the authority's stay locked. */
export type Wrapping = { online: Uint8Array | null; authority: Uint8Array | null | 'none' }
type KeyRow = { slot: string; kid: string; purpose: KeyPurpose | 'secret'; private_key: string; created_at: Date }

type NewKey = Omit<KeyRow, 'created_at'>

const pairAlgorithms = { encryption: 'ECDH-ES', signing: 'ES256', authority: 'ES256' } as const
const uses = { encryption: 'enc', signing: 'sig', authority: 'sig' } as const
const secretSlots = ['token', 'nonce', 'lookup', 'declaration'] as const

/**
 * Reads the keys, making those that are missing. Instances that start together agree, because a slot is written once.
 * What an earlier start stored plain is wrapped now that there is a key to do it with. Code: store_key_wrong.
 */
export async function loadKeys(db: Kysely<Tables>, wrapping: Wrapping, now: Date): Promise<CentralKeys> {
  const there = await db.selectFrom('central_key').select('slot').execute()
  const slots = new Set(there.map(({ slot }) => slot))
  const missing = [
    ...pairsOf(wrapping)
      .filter((purpose) => !slots.has(`${purpose}/1`))
      .map(makePair),
    ...secretSlots.filter((name) => !slots.has(`secret/${name}`)).map(makeSecret),
  ]
  if (missing.length > 0) {
    const wrapped = (row: NewKey) => wrap(row.private_key, wrapKeyFor(wrapping, row.purpose))
    const rows = missing.map((row) => ({ ...row, private_key: wrapped(row), created_at: now }))
    await db
      .insertInto('central_key')
      .values(rows)
      .onConflict((clash) => clash.column('slot').doNothing())
      .execute()
  }
  await wrapPlainOnes(db, wrapping)
  return readKeys(db, wrapping)
}

const pairsOf = ({ authority }: Wrapping): KeyPurpose[] =>
  authority === 'none' ? ['encryption', 'signing'] : ['encryption', 'signing', 'authority']

/** Code: store_key_wrong (the authority's key is locked). */
function wrapKeyFor({ online, authority }: Wrapping, purpose: KeyRow['purpose']): Uint8Array | null {
  if (purpose !== 'authority') return online
  if (authority === 'none') throw new Failure('store_key_wrong', 'the authority key is locked')
  return authority
}

const plainMark = 'v0.'

/** Keys of a start without a wrapping key; each row is changed only from what was read, so that instances do not clash. */
async function wrapPlainOnes(db: Kysely<Tables>, wrapping: Wrapping): Promise<void> {
  const plain = await db.selectFrom('central_key').selectAll().where('private_key', 'like', `${plainMark}%`).execute()
  for (const { slot, purpose, private_key } of plain) {
    if (purpose === 'authority' && wrapping.authority === 'none') continue
    const key = wrapKeyFor(wrapping, purpose)
    if (key === null) continue
    await db
      .updateTable('central_key')
      .set({ private_key: wrap(private_key.slice(plainMark.length), key) })
      .where('slot', '=', slot)
      .where('private_key', '=', private_key)
      .execute()
  }
}

/** Adds a newer pair; the older ones stay valid until they are retired. */
export async function rotateKey(
  db: Kysely<Tables>,
  purpose: KeyPurpose,
  wrapping: Wrapping,
  now: Date,
): Promise<string> {
  const made = makePair(purpose)
  const private_key = wrap(made.private_key, wrapKeyFor(wrapping, purpose))
  const row = { ...made, slot: `${purpose}/${made.kid}`, private_key, created_at: now }
  await db.insertInto('central_key').values(row).execute()
  return made.kid
}

async function readKeys(db: Kysely<Tables>, wrapping: Wrapping): Promise<CentralKeys> {
  const stored = await db.selectFrom('central_key').selectAll().where('retired_at', 'is', null).execute()
  const rows = stored
    .filter(({ purpose }) => purpose !== 'authority' || wrapping.authority !== 'none')
    .map((row) => ({ ...row, private_key: unwrap(row, wrapKeyFor(wrapping, row.purpose)) }))
    .sort((a, b) => b.created_at.getTime() - a.created_at.getTime() || a.slot.localeCompare(b.slot))
  const secret = (name: (typeof secretSlots)[number]) => {
    const row = rows.find(({ slot }) => slot === `secret/${name}`)
    if (row === undefined) throw new Error(`central key ${name} is missing`)
    return new Uint8Array(Buffer.from(row.private_key, 'base64url'))
  }
  const pairs = (purpose: KeyPurpose) => rows.filter((row) => row.purpose === purpose).map(importPair)
  return {
    encryption: pairs('encryption'),
    signing: pairs('signing'),
    authority: pairs('authority'),
    tokenSecret: secret('token'),
    nonceSecret: secret('nonce'),
    lookupSecret: secret('lookup'),
    declarationSecret: secret('declaration'),
  }
}

function makePair(purpose: KeyPurpose): NewKey {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' })
  const kid = thumbprintOf(PublicJwk.parse(jwk))
  return { slot: `${purpose}/1`, kid, purpose, private_key: JSON.stringify(jwk) }
}

function makeSecret(name: (typeof secretSlots)[number]): NewKey {
  const private_key = randomBytes(32).toString('base64url')
  return { slot: `secret/${name}`, kid: name, purpose: 'secret', private_key }
}

function importPair(row: KeyRow): PrivateKey {
  const purpose = row.purpose as KeyPurpose
  const jwk = JSON.parse(row.private_key) as Record<string, string>
  const publicJwk = PublicJwk.parse({ ...jwk, kid: row.kid, use: uses[purpose], alg: pairAlgorithms[purpose] })
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
  const sign = (data: Uint8Array) => signEs256(data, privateKey)
  return { kid: row.kid, privateKey, publicJwk, sign, createdAt: row.created_at }
}

/** `v1.` + base64url(iv 12, tag 16, AES-256-GCM ciphertext); `v0.` + plain text without a wrapping key. */
function wrap(text: string, wrapKey: Uint8Array | null): string {
  if (wrapKey === null) return `${plainMark}${text}`
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', wrapKey, iv)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return `v1.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
}

function unwrap(
  { private_key: stored, purpose }: Pick<KeyRow, 'private_key' | 'purpose'>,
  wrapKey: Uint8Array | null,
): string {
  if (stored.startsWith(plainMark)) return stored.slice(3)
  if (wrapKey === null) throw new Failure('store_key_wrong', 'the stored keys are wrapped and no key was given')
  const bytes = Buffer.from(stored.slice(3), 'base64url')
  const decipher = createDecipheriv('aes-256-gcm', wrapKey, bytes.subarray(0, 12))
  decipher.setAuthTag(bytes.subarray(12, 28))
  try {
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  } catch (error) {
    throw new Failure('store_key_wrong', `the stored ${purpose} key of central`, { cause: error })
  }
}

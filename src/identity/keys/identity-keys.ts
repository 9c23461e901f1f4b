import { generateKeyPairSync, randomBytes, type JsonWebKey } from 'node:crypto'
import type { Db } from '../database/tables.ts'
import { isStale, keyId, openText, sealText, type Keyring } from './sealing.ts'

/** A private key as the provider takes it. */
export type ProviderKey = JsonWebKey & { kid: string; use: 'sig' | 'enc'; alg: string }

/** What the identity service holds; all instances on one database share it. */
export type IdentityKeys = {
  /** Seals what names a person; the first seals, as with those below. */
  data: Keyring
  /** Keyed digests of addresses and people: never rotated, or nobody would be found again. */
  lookup: Uint8Array
  /** Signs the provider's cookies. */
  cookies: string[]
  /** The OpenID provider's keys; the first of each algorithm signs. */
  provider: ProviderKey[]
  /** Signs push messages (RFC 8292); never rotated, for every subscription is bound to it. */
  vapid: JsonWebKey
}

type Row = { slot: string; purpose: string; body: string; created_at: Date }

/** A known key for training and tests, where none is given: it protects nothing. */
const noKey: Keyring = [{ id: keyId(new Uint8Array(32)), bytes: new Uint8Array(32) }]

/** The key outside the database, the newest first; empty in training alone. */
export function outerKeyring(keys: readonly Uint8Array[]): Keyring {
  return keys.length === 0 ? noKey : [...keys.map((bytes) => ({ id: keyId(bytes), bytes })), ...noKey]
}

/**
 * Reads the keys, making what is missing and wrapping again what an older outer key wrapped. Instances that start together agree, for a
 * slot is written once. Code: store_key_wrong.
 */
export async function loadIdentityKeys(db: Db, outer: Keyring, now: Date): Promise<IdentityKeys> {
  const there = await db.selectFrom('identity.key').select('slot').execute()
  const slots = new Set(there.map(({ slot }) => slot))
  const missing = firstKeys.filter(({ slot }) => !slots.has(slot))
  for (const { slot, purpose, make } of missing) {
    const body = sealText(outer, slot, make())
    await db
      .insertInto('identity.key')
      .values({ slot, purpose, body, created_at: now })
      .onConflict((clash) => clash.doNothing())
      .execute()
  }
  const rows = await db.selectFrom('identity.key').selectAll().where('retired_at', 'is', null).execute()
  for (const row of rows.filter(({ body }) => isStale(outer, body))) await wrapAgain(db, outer, row)
  return readKeys(rows, outer, now)
}

/** Changed only from what was read, so that instances do not clash. */
async function wrapAgain(db: Db, outer: Keyring, { slot, body }: Row): Promise<void> {
  await db
    .updateTable('identity.key')
    .set({ body: sealText(outer, slot, openText(outer, slot, body)) })
    .where('slot', '=', slot)
    .where('body', '=', body)
    .execute()
}

const makeSecret = () => randomBytes(32).toString('base64url')

const pairs: Record<'ES256' | 'RS256', () => JsonWebKey> = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }),
}

export type Rotated = 'data' | 'cookies' | 'ES256' | 'RS256'

const makers: Record<Rotated | 'lookup' | 'vapid', () => string> = {
  data: makeSecret,
  cookies: makeSecret,
  lookup: makeSecret,
  ES256: () => JSON.stringify(pairs.ES256()),
  RS256: () => JSON.stringify(pairs.RS256()),
  vapid: () => JSON.stringify(pairs.ES256()),
}

const firstKeys = Object.entries(makers).map(([purpose, make]) => ({ slot: `${purpose}/1`, purpose, make }))

/** Longer than any instance takes to read the keys again (maintenance.ts): what nobody else knows yet signs and seals nothing. */
export const settleMs = 150_000

/** Those that every instance knows before the others, the newest of them first; of the others the one that is known longest. */
function inOrder<T extends Pick<Row, 'slot' | 'created_at'>>(rows: readonly T[], now: Date): T[] {
  const newestFirst = rows.toSorted(
    (a, b) => b.created_at.getTime() - a.created_at.getTime() || a.slot.localeCompare(b.slot),
  )
  const isSettled = ({ created_at }: T) => now.getTime() - created_at.getTime() >= settleMs
  return [...newestFirst.filter(isSettled), ...newestFirst.filter((row) => !isSettled(row)).reverse()]
}

/**
 * Adds a newer one, which every instance knows before it signs or seals (`settleMs`); the older stay until they are retired, so that what
 * they signed or sealed still counts.
 */
export async function rotateIdentityKey(db: Db, outer: Keyring, purpose: Rotated, now: Date): Promise<string> {
  const slot = `${purpose}/${randomBytes(6).toString('hex')}`
  const body = sealText(outer, slot, makers[purpose]())
  await db.insertInto('identity.key').values({ slot, purpose, body, created_at: now }).execute()
  return slot
}

/** A provider's key that signs no more, after a time in which what it signed has run out. */
export async function retireIdentityKey(db: Db, slot: string, now: Date): Promise<void> {
  await db.updateTable('identity.key').set({ retired_at: now }).where('slot', '=', slot).execute()
}

function readKeys(rows: readonly Row[], outer: Keyring, now: Date): IdentityKeys {
  const opened = inOrder(rows, now).map((row) => ({ ...row, text: openText(outer, row.slot, row.body) }))
  const of = (purpose: string) => opened.filter((row) => row.purpose === purpose)
  const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64url'))
  const [[lookup], [vapid]] = [of('lookup'), of('vapid')]
  if (lookup === undefined || vapid === undefined) throw new Error('the identity service lacks a key')
  return {
    data: of('data').map(({ text }) => ({ id: keyId(bytesOf(text)), bytes: bytesOf(text) })),
    lookup: bytesOf(lookup.text),
    vapid: JSON.parse(vapid.text) as JsonWebKey,
    cookies: of('cookies').map(({ text }) => text),
    provider: (['ES256', 'RS256'] as const).flatMap((alg) =>
      of(alg).map(({ slot, text }) => ({
        ...(JSON.parse(text) as JsonWebKey),
        kid: keyId(Buffer.from(slot + text)),
        use: 'sig' as const,
        alg,
      })),
    ),
  }
}

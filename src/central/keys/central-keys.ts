import { randomBytes } from 'node:crypto'
import type { Kysely, Selectable } from 'kysely'
import { Failure } from '../../contract/failure.ts'
import type { Tables } from '../database/tables.ts'
import { keyPurposes, type KeyPort, type KeyPurpose, type PrivateKey, type StoredPair } from './key-port.ts'
import { requireKnownKeys, type KeysOfHistory } from './known-history.ts'
import { wrappedKeys, type Wrapping } from './wrapped-keys.ts'
import { plainBesideWrapped, plainMark, unwrap, wrap, wrappedMark } from './wrapping.ts'

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

/** How keys are kept: new pairs in `token` where there is one (keys/pkcs11-keys.ts), else, and the secrets always, wrapped. */
export type KeyKeeping = Wrapping & { token?: KeyPort | null; keysOfHistory?: KeysOfHistory }

type KeyRow = Selectable<Tables['central_key']>
type PairRow = KeyRow & StoredPair

const secretSlots = ['token', 'nonce', 'lookup', 'declaration'] as const
const firstSlot = (purpose: KeyPurpose) => `${purpose}/1`

/**
 * Reads the keys, making those that are missing. Instances that start together agree, because a slot is written once.
 * What an earlier start stored plain is wrapped now that there is a key to do it with. Codes: store_key_wrong (also for a plain row beside
 * wrapped ones, and for keys that the history does not know), unavailable.
 */
export async function loadKeys(db: Kysely<Tables>, keeping: KeyKeeping, now: Date): Promise<CentralKeys> {
  // Before anything is added: what is made now is wrapped, and would stand beside what is still plain.
  await wrapPlainOnes(db, keeping)
  const there = await db.selectFrom('central_key').select('slot').execute()
  if (there.length === 0) await requireKnownKeys(db, [], keeping.keysOfHistory ?? null)
  const slots = new Set(there.map(({ slot }) => slot))
  for (const purpose of keyPurposes) {
    const port = portForNew(keeping, purpose)
    if (port.unlocked(purpose) && !slots.has(firstSlot(purpose)))
      await addPair(db, port, firstSlot(purpose), purpose, now)
  }
  const secrets = secretSlots.map(makeSecret).filter(({ slot }) => !slots.has(slot))
  if (secrets.length > 0) {
    const rows = secrets.map((row) => ({ ...row, private_key: wrap(row.private_key, keeping.online), created_at: now }))
    await db
      .insertInto('central_key')
      .values(rows)
      .onConflict((clash) => clash.column('slot').doNothing())
      .execute()
  }
  return readKeys(db, keeping)
}

/** Adds a newer pair; the older ones stay valid until they are retired. Answers its `kid`. Codes as loadKeys. */
export async function rotateKey(
  db: Kysely<Tables>,
  purpose: KeyPurpose,
  keeping: KeyKeeping,
  now: Date,
): Promise<string> {
  const { kid } = await addPair(db, portForNew(keeping, purpose), null, purpose, now)
  return kid
}

const portForNew = ({ token, ...wrapping }: KeyKeeping, purpose: KeyPurpose): KeyPort =>
  token?.unlocked(purpose) ? token : wrappedKeys(wrapping)

/** Stored under the key's own id where `slot` is null. The second instance to fill a slot discards its pair. */
async function addPair(
  db: Kysely<Tables>,
  port: KeyPort,
  slot: string | null,
  purpose: KeyPurpose,
  now: Date,
): Promise<StoredPair> {
  const pair = port.make(purpose)
  const taken = await db
    .insertInto('central_key')
    .values({ ...pair, slot: slot ?? `${purpose}/${pair.kid}`, created_at: now })
    .onConflict((clash) => clash.column('slot').doNothing())
    .returning('slot')
    .executeTakeFirst()
  if (taken === undefined) port.discard(pair)
  return pair
}

/**
 * Keys of a start without a wrapping key, all or none: a plain row beside protected ones was put there by somebody who could write into the
 * table and had no key. Each row is changed only from what was read, so that instances do not clash.
 */
async function wrapPlainOnes(db: Kysely<Tables>, wrapping: KeyKeeping): Promise<void> {
  const rows = await db.selectFrom('central_key').selectAll().orderBy('slot').execute()
  const isAuthority = ({ purpose }: KeyRow) => purpose === 'authority'
  const online = plainOf(
    rows.filter((row) => !isAuthority(row)),
    wrapping.online,
  )
  const authority = wrapping.authority === 'none' ? [] : plainOf(rows.filter(isAuthority), wrapping.authority)
  const changed = [...online, ...authority]
  if (changed.length === 0) return
  // The authority's alone may follow later, beside online keys that are wrapped and known.
  const signing = rows.filter(({ purpose }) => purpose === 'signing').map(({ kid }) => kid)
  if (online.length > 0) await requireKnownKeys(db, signing, wrapping.keysOfHistory ?? null)
  await db.transaction().execute(async (trx) => {
    for (const { row, wrapped } of changed)
      await trx
        .updateTable('central_key')
        .set({ private_key: wrapped })
        .where('slot', '=', row.slot)
        .where('private_key', '=', row.private_key)
        .execute()
  })
}

/** What the rows that one key wraps become under it; none without a key. Code: store_key_wrong (only some of them are plain). */
function plainOf(rows: readonly KeyRow[], key: Uint8Array | null): { row: KeyRow; wrapped: string }[] {
  if (key === null) return []
  const plain = rows.filter(({ private_key }) => private_key.startsWith(plainMark))
  if (plain.length > 0 && rows.some(isProtected))
    throw new Failure('store_key_wrong', `${plainBesideWrapped}: ${plain.map(({ slot }) => slot).join(', ')}`)
  return plain.map((row) => ({ row, wrapped: wrap(row.private_key.slice(plainMark.length), key) }))
}

/** A pair of the online ones may lie in a token while all else is plain: the secrets never do, and tell whether there was a key. */
const isProtected = ({ purpose, private_key }: KeyRow): boolean =>
  purpose === 'authority' ? !private_key.startsWith(plainMark) : private_key.startsWith(wrappedMark)

async function readKeys(db: Kysely<Tables>, keeping: KeyKeeping): Promise<CentralKeys> {
  const stored = await db.selectFrom('central_key').selectAll().where('retired_at', 'is', null).execute()
  const rows = stored.sort((a, b) => b.created_at.getTime() - a.created_at.getTime() || a.slot.localeCompare(b.slot))
  const secret = (name: (typeof secretSlots)[number]) => {
    const row = rows.find(({ slot }) => slot === `secret/${name}`)
    if (row === undefined) throw new Error(`central key ${name} is missing`)
    return new Uint8Array(Buffer.from(unwrap(row.private_key, row.purpose, keeping.online), 'base64url'))
  }
  const ports = [wrappedKeys(keeping), ...(keeping.token ? [keeping.token] : [])]
  const pairs = (purpose: KeyPurpose) =>
    rows
      .filter((row): row is PairRow => row.purpose === purpose)
      .map((row) => ({ row, port: portOf(row, ports) }))
      .filter(({ port }) => port.unlocked(purpose))
      .map(({ row, port }) => port.open(row, row.created_at))
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

/** Code: store_key_wrong (kept in a token, and this start names none). */
function portOf({ purpose, private_key }: PairRow, ports: readonly KeyPort[]): KeyPort {
  const port = ports.find((one) => one.holds(private_key))
  if (port === undefined)
    throw new Failure('store_key_wrong', `PKCS#11: no token was named, the ${purpose} key is in one`)
  return port
}

function makeSecret(name: (typeof secretSlots)[number]) {
  const private_key = randomBytes(32).toString('base64url')
  return { slot: `secret/${name}`, kid: name, purpose: 'secret', private_key } as const
}

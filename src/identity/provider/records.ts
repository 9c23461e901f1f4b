import { AsyncLocalStorage } from 'node:async_hooks'
import { errors, type Adapter, type AdapterPayload } from 'oidc-provider'
import type { Identity } from '../context.ts'
import type { StandingAccount } from '../lifecycle/account.ts'
import {
  accountKind,
  addOnce,
  consumeRecord,
  findRecord,
  findRecordByUid,
  findWithGrant,
  removeGranted,
  writeRecords,
  type FoundRecord,
  type RecordKey,
  type RecordRow,
} from './record-rows.ts'
import { findRelyingParty } from './relying-parties.ts'

type Core = Pick<Identity, 'db' | 'keys' | 'now'>

/** The longest life of a record: every model in use expires. */
const longestSeconds = 3_600
/** Models whose records go with their grant. */
const granted = new Set(['AccessToken', 'AuthorizationCode', 'Grant'])

/** What one request has read, and what it has to write at its end: a row, or null for one that goes. */
type Unit = {
  read: Map<string, FoundRecord>
  writes: Map<string, { key: RecordKey; row: RecordRow | null }>
  /** It took something that counts once. */
  hasConsumed: boolean
}

type StandingJson = Omit<StandingAccount, 'secret_from'> & { secret_from: string | null }

export type Records = {
  adapter: (kind: string) => Adapter
  /** The identity that came along with what this request has read; null: none did. */
  accountRead(accountId: string): StandingAccount | null
  /**
   * Runs one request: each record is read once, and what it writes is written together before the answer leaves. What counts once is
   * taken out once, however many ask for it at that moment.
   */
  asOne<T>(work: () => Promise<T>): Promise<T>
}

/** The provider's records in the database, one table for all of its models; relying parties have one of their own. */
export function openRecords(core: Core): Records {
  const units = new AsyncLocalStorage<Unit>()
  return {
    accountRead(id) {
      const found = units.getStore()?.read.get(nameOf({ kind: accountKind, id }))
      if (found === undefined) return null
      const { secret_from, ...row } = JSON.parse(found.payload) as StandingJson
      return { ...row, secret_from: secret_from === null ? null : new Date(secret_from) }
    },
    adapter: (kind) => (kind === 'Client' ? clientsOf(core) : recordsOfKind(core, kind, units)),
    asOne: (work) => {
      if (units.getStore() !== undefined) return work()
      const unit: Unit = { read: new Map(), writes: new Map(), hasConsumed: false }
      return units.run(unit, async () => {
        try {
          return await work()
        } finally {
          await flush(core, unit)
        }
      })
    },
  }
}

function rowOf({ kind, id }: RecordKey, payload: AdapterPayload, expires_at: Date): RecordRow {
  const grant_id = granted.has(kind) ? (payload.grantId ?? (kind === 'Grant' ? id : null)) : null
  return {
    kind,
    id,
    payload: JSON.stringify(payload),
    grant_id,
    uid: payload.uid ?? null,
    account_id: payload.accountId ?? null,
    expires_at,
  }
}

const nameOf = ({ kind, id }: RecordKey) => `${kind} ${id}`
const nameOfUid = (kind: string, uid: string) => `${kind} by ${uid}`

async function flush({ db }: Core, { writes, hasConsumed }: Unit): Promise<void> {
  const all = [...writes.values()]
  const rows = all.flatMap(({ row }) => (row === null ? [] : [row]))
  const gone = all.flatMap(({ key, row }) => (row === null ? [key] : []))
  await writeRecords(db, { rows, gone, isSoon: gone.length === 0 && !hasConsumed })
}

function keepRead({ read }: Unit, found: readonly FoundRecord[]): void {
  for (const one of found) {
    read.set(nameOf(one), one)
    if (one.uid !== null) read.set(nameOfUid(one.kind, one.uid), one)
  }
}

function payloadOf(found: FoundRecord | null): AdapterPayload | undefined {
  if (found === null) return undefined
  const payload = JSON.parse(found.payload) as AdapterPayload
  return found.consumed_at === null ? payload : { ...payload, consumed: Math.floor(found.consumed_at.getTime() / 1000) }
}

function recordsOfKind({ db, now }: Core, kind: string, units: AsyncLocalStorage<Unit>): Adapter {
  const isCounted = kind === 'AuthorizationCode' || kind === 'AccessToken'
  const ask = async (key: RecordKey, unit: Unit | undefined): Promise<FoundRecord | null> => {
    const found = await (isCounted && unit !== undefined ? findWithGrant : findRecord)(db, key, now())
    if (unit !== undefined) keepRead(unit, found)
    return found.find((one) => one.kind === kind) ?? null
  }
  const write = async (key: RecordKey, row: RecordRow | null) => {
    const unit = units.getStore()
    if (unit !== undefined) unit.writes.set(nameOf(key), { key, row })
    else
      await writeRecords(
        db,
        row === null ? { rows: [], gone: [key], isSoon: false } : { rows: [row], gone: [], isSoon: true },
      )
  }
  return {
    async upsert(id, payload, expiresIn) {
      const row = rowOf({ kind, id }, payload, new Date(now().getTime() + (expiresIn ?? longestSeconds) * 1000))
      if (kind !== 'ReplayDetection') return write({ kind, id }, row)
      // A client's assertion counts once, even where two requests look for it at the same time.
      if (!(await addOnce(db, row, now()))) throw new errors.InvalidClientAuth('assertion already used')
    },
    async find(id) {
      // Whether an assertion was used before is known when it is added, and not earlier.
      if (kind === 'ReplayDetection') return undefined
      const unit = units.getStore()
      const written = unit?.writes.get(nameOf({ kind, id }))
      if (written !== undefined)
        return written.row === null ? undefined : (JSON.parse(written.row.payload) as AdapterPayload)
      return payloadOf(unit?.read.get(nameOf({ kind, id })) ?? (await ask({ kind, id }, unit)))
    },
    async findByUid(uid) {
      const known = units.getStore()?.read.get(nameOfUid(kind, uid))
      return payloadOf(known ?? (await findRecordByUid(db, kind, uid, now()))[0] ?? null)
    },
    findByUserCode: async () => undefined,
    /**
     * Of two requests with one code at the same time, the second finds it consumed; what the first gets is taken back then too
     * (RFC 6749 §4.1.2), which the provider itself does only of a code that it already read as consumed.
     */
    async consume(id) {
      const unit = units.getStore()
      if (await consumeRecord(db, { kind, id }, now())) {
        if (unit !== undefined) unit.hasConsumed = true
        return
      }
      const grantId = payloadOf(unit?.read.get(nameOf({ kind, id })) ?? null)?.grantId
      if (grantId !== undefined) await removeGranted(db, grantId)
      throw new errors.InvalidGrant('already consumed')
    },
    destroy: (id) => write({ kind, id }, null),
    async revokeByGrantId(grantId) {
      const unit = units.getStore()
      for (const [name, { row }] of unit?.writes ?? []) if (row?.grant_id === grantId) unit!.writes.delete(name)
      await removeGranted(db, grantId)
    },
  }
}

function clientsOf(core: Core): Adapter {
  const nothing = async () => undefined
  return {
    find: async (clientId) => (await findRelyingParty(core, clientId))?.metadata as AdapterPayload | undefined,
    // Relying parties are registered by the service, never by themselves.
    upsert: nothing,
    destroy: nothing,
    consume: nothing,
    findByUid: nothing,
    findByUserCode: nothing,
    revokeByGrantId: nothing,
  }
}

import { Operator } from '../../contract/operator.ts'
import { PublicJwk } from '../../contract/protocol/jwk.ts'
import type { Store } from '../store/open-store.ts'

interface OperatorRow {
  operator_id: string
  display_name: string
  role: string
  trained_on: string
  language: string
  revoked_at: string | null
  created_at: string
  public_jwk: string
  wrapped_key: string | null
  revision: number
  pushed_revision: number
  code_set_by: string | null
  code_is_own: number
}
/** Who set the PIN that a key is wrapped under. */
export interface CodeOrigin {
  /** Who set it first; null where its owner did. */
  setBy: string | null
  /** Its owner alone knows it: they set it, or replaced what was set for them. */
  isOwn: boolean
}
/** A code that somebody makes for themselves. */
export const ownCode: CodeOrigin = { setBy: null, isOwn: true }

export interface StoredOperator {
  operator: Operator
  /** Null until the person has made one here, or once it has ended. */
  key: PublicJwk | null
  wrappedKey: string | null
  code: CodeOrigin
  revision: number
}

const noKey = ''

/** Rows of `operators`; every change raises the revision that central has to learn. */
export function operatorTable({ db }: Store) {
  const byId = db.prepare<[string], OperatorRow>('SELECT * FROM operators WHERE operator_id = ?')
  const all = db.prepare<[], OperatorRow>('SELECT * FROM operators ORDER BY operator_id')
  const change = (sql: string) =>
    db.prepare(`UPDATE operators SET ${sql}, revision = revision + 1 WHERE operator_id = @operatorId`)
  const update = change('display_name = @displayName, role = @role, trained_on = @trainedOn')
  const replaceKey = change('public_jwk = @key, wrapped_key = @wrappedKey, code_set_by = @setBy, code_is_own = @isOwn')
  const insert = db.prepare(
    `INSERT INTO operators (operator_id, display_name, role, trained_on, language, revoked_at, created_at,
        public_jwk, wrapped_key, revision, pushed_revision, code_set_by, code_is_own) VALUES (@operatorId,
        @displayName, @role, @trainedOn, @language, @revokedAt, @createdAt, @key,
       @wrappedKey, 1, 0, @setBy, @isOwn)`,
  )
  const revoke = change('revoked_at = @at, wrapped_key = NULL')
  return {
    find: (operatorId: string): StoredOperator | null => {
      const row = byId.get(operatorId)
      return row === undefined ? null : readRow(row)
    },
    list: (): StoredOperator[] => all.all().map(readRow),
    unpushed: (): StoredOperator[] =>
      all
        .all()
        .filter((row) => row.revision > row.pushed_revision)
        .map(readRow),
    insert: (operator: Operator, key: PublicJwk, wrappedKey: string, code: CodeOrigin) =>
      void insert.run({ ...operator, key: JSON.stringify(key), wrappedKey, ...columnsOf(code) }),
    update: (fields: Pick<Operator, 'operatorId' | 'displayName' | 'role' | 'trainedOn'>) => void update.run(fields),
    replaceKey: (operatorId: string, key: PublicJwk, wrappedKey: string, code: CodeOrigin) =>
      void replaceKey.run({ operatorId, key: JSON.stringify(key), wrappedKey, ...columnsOf(code) }),
    /** The same key under another PIN: nothing that central would have to know. */
    rewrapKey: (operatorId: string, wrappedKey: string) =>
      void db.prepare('UPDATE operators SET wrapped_key = ? WHERE operator_id = ?').run(wrappedKey, operatorId),
    setLanguage: (operatorId: string, language: string) =>
      void db.prepare('UPDATE operators SET language = ? WHERE operator_id = ?').run(language, operatorId),
    revoke: (operatorId: string, at: string) => void revoke.run({ operatorId, at }),
    /** What central says is nothing to tell central: these raise no revision. */
    insertListed: (fields: Listed, createdAt: string) =>
      void db
        .prepare(
          `INSERT INTO operators (operator_id, display_name, role, trained_on, language, revoked_at,
              created_at, public_jwk, wrapped_key, revision, pushed_revision, code_set_by, code_is_own)
              VALUES (@operatorId, @displayName, @role, @trainedOn, 'fr', NULL, @createdAt, '${noKey}', NULL,
              1, 1,
             NULL, 1)`,
        )
        .run({ ...fields, createdAt }),
    /** A right ended here stays ended until central has heard of it. */
    follow: (fields: Listed) =>
      void db
        .prepare(
          `UPDATE operators SET display_name = @displayName, role = @role, trained_on = @trainedOn,
             revoked_at = CASE WHEN revision > pushed_revision THEN revoked_at END
           WHERE operator_id = @operatorId`,
        )
        .run(fields),
    forgetKey: (operatorId: string) =>
      void db
        .prepare(`UPDATE operators SET public_jwk = '${noKey}', wrapped_key = NULL WHERE operator_id = ?`)
        .run(operatorId),
    endByCentral: (operatorId: string, at: string) =>
      void db
        .prepare('UPDATE operators SET revoked_at = ?, wrapped_key = NULL WHERE operator_id = ?')
        .run(at, operatorId),
    enrol: (operatorId: string, key: PublicJwk, wrappedKey: string, language: string) =>
      void db
        .prepare(
          `UPDATE operators SET public_jwk = ?, wrapped_key = ?, language = ?, code_set_by = NULL, code_is_own = 1
           WHERE operator_id = ?`,
        )
        .run(JSON.stringify(key), wrappedKey, language, operatorId),
    markPushed: (operatorId: string, revision: number) =>
      void db
        .prepare('UPDATE operators SET pushed_revision = max(pushed_revision, ?) WHERE operator_id = ?')
        .run(revision, operatorId),
    ...counts(db),
  }
}

/** Numbers of people; `count`: all who were ever entered here. */
const counts = (db: Store['db']) => ({
  /** People in force who can log in here. */
  enrolled: (): number =>
    db
      .prepare<[], { n: number }>(
        'SELECT count(*) AS n FROM operators WHERE wrapped_key IS NOT NULL AND revoked_at IS NULL',
      )
      .get()!.n,
  /** Managers in force other than this one. */
  otherManagers: (operatorId: string): number =>
    db
      .prepare<[string], { n: number }>(
        `SELECT count(*) AS n FROM operators WHERE role = 'manager' AND revoked_at IS NULL AND operator_id <> ?`,
      )
      .get(operatorId)!.n,
  count: (): number => db.prepare<[], { n: number }>('SELECT count(*) AS n FROM operators').get()!.n,
})

type Listed = Pick<Operator, 'operatorId' | 'displayName' | 'role' | 'trainedOn'>

export type OperatorTable = ReturnType<typeof operatorTable>

const columnsOf = ({ setBy, isOwn }: CodeOrigin) => ({ setBy, isOwn: isOwn ? 1 : 0 })

const readRow = (row: OperatorRow): StoredOperator => ({
  operator: Operator.parse({
    operatorId: row.operator_id,
    displayName: row.display_name,
    role: row.role,
    trainedOn: row.trained_on,
    language: row.language,
    revokedAt: row.revoked_at,
    createdAt: row.created_at,
  }),
  key: row.public_jwk === noKey ? null : PublicJwk.parse(JSON.parse(row.public_jwk)),
  wrappedKey: row.wrapped_key,
  code: { setBy: row.code_set_by, isOwn: row.code_is_own === 1 },
  revision: row.revision,
})

/** Whose code it is that `by` sets for a person. */
export const codeSetBy = (by: string, operatorId: string): CodeOrigin =>
  by === operatorId ? ownCode : { setBy: by, isOwn: false }

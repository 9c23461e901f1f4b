import type { Store } from '../store/open-store.ts'

/** Central's nonces, one a visit: any session that was sealed may have shown its own. */
export function noncesOf({ db }: Store) {
  const find = db.prepare<[string, string], { nonce: string | null }>(
    'SELECT nonce FROM appointments WHERE reference = ? AND operator_id = ?',
  )
  const forget = db.prepare('UPDATE appointments SET nonce = NULL WHERE reference = ?')
  return {
    of: (reference: string, operatorId: string) => find.get(reference, operatorId)?.nonce ?? null,
    spend: (reference: string) => void forget.run(reference),
  }
}

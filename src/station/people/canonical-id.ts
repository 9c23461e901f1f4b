import { Failure } from '../../contract/failure.ts'
import { Operator } from '../../contract/operator.ts'

/** Actors of the audit log that are nobody. */
const reserved = ['station', 'unknown', 'central']

/**
 * An identifier as typed, folded once at the door: compatibility forms, case, spaces and invisible characters. "ALICE",
 * " alice" and full-width "ａｌｉｃｅ" are one person; a look-alike of another script is refused. Code: operator_invalid.
 */
export function canonicalOperatorId(typed: string): string {
  const folded = foldOperatorId(typed)
  const known = Operator.shape.operatorId.safeParse(folded)
  if (!known.success || reserved.includes(folded)) throw new Failure('operator_invalid', 'identifier')
  return folded
}

export function foldOperatorId(typed: string): string {
  return typed
    .slice(0, 256)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\p{Z}\p{C}]/gu, '')
}

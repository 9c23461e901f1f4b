import { Failure } from '../../contract/failure.ts'
import { Operator, PersonId } from '../../contract/operator.ts'

/** Actors of the audit log that are nobody. */
const reserved = ['station', 'unknown', 'central']

/**
 * An identifier to be given: small letters, digits, hyphens. What is typed otherwise is refused, never made into one: "ALICE",
 * full-width "ａｌｉｃｅ" and a look-alike of another script are not alice. Code: operator_invalid.
 */
export function newOperatorId(typed: string): string {
  const isOne = PersonId.safeParse(typed).success && /^[a-z0-9]/.test(typed) && !reserved.includes(typed)
  if (!isOne) throw new Failure('operator_invalid', 'identifier')
  return typed
}

/** One that may be known already; those of before could hold a dot or an underscore. Code: operator_invalid. */
export function knownOperatorId(typed: string): string {
  if (!Operator.shape.operatorId.safeParse(typed).success) throw new Failure('operator_invalid', 'identifier')
  return typed
}

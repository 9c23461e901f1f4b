import type { Case } from './case.ts'
import { dayAtPlace, personOf } from './judged-case.ts'
import { rule, type Rule } from './rule.ts'

/** Releases by whom central would not have called: a person looks. */
export const overrideRules: readonly Rule<Case>[] = [
  rule('override_manager_unknown', (found) =>
    found.payload.overrides.some(({ managerId }, i) => {
      const manager = personOf(found, managerId)
      return manager?.role !== 'manager' || !manager.keys.includes(found.overrides[i]?.thumbprint ?? '')
    }),
  ),
  rule('override_key_unconfirmed', ({ payload, overrides, roster }) =>
    payload.overrides.some(
      ({ managerId }, i) => personOf({ roster }, managerId)?.lateKeys.includes(overrides[i]?.thumbprint ?? '') === true,
    ),
  ),
  rule('override_manager_revoked', (found) =>
    found.payload.overrides.some(({ managerId, givenAt }) => {
      const since = personOf(found, managerId)?.revokedAt ?? null
      return since !== null && since <= new Date(givenAt)
    }),
  ),
  // The counter asks it of both: whoever may not decide releases nothing.
  rule('override_manager_untrained', (found) =>
    found.payload.overrides.some(({ managerId, givenAt }) => {
      const until = personOf(found, managerId)?.trainedUntil ?? null
      return until !== null && until <= (dayAtPlace(found, givenAt) ?? givenAt)
    }),
  ),
  // By the packet's word and by our own: whichever knows of it.
  rule('override_by_code_setter', (found) => {
    const { operator_id, code_set_by } = found.payload.operator
    return found.payload.overrides.some(
      ({ managerId, manager_code_set_by }) =>
        [personOf(found, operator_id)?.codeSetBy, code_set_by].includes(managerId) ||
        [personOf(found, managerId)?.codeSetBy, manager_code_set_by].includes(operator_id),
    )
  }),
]

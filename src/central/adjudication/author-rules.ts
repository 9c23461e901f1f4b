import { sameOperator } from '../../enrolment/findings.ts'
import { thumbprintOf } from '../../jose/public-key.ts'
import type { Case } from './case.ts'
import { personOf } from './judged-case.ts'
import { rule, type Rule } from './rule.ts'
import { captured } from './times.ts'

/** Everybody's keys but one person's, and the station's: no key stands for two. */
function isForeignKey({ roster, station }: Case, thumbprint: string, operatorId: string): boolean {
  const others = roster.filter((person) => person.operatorId !== operatorId)
  return station.keys.includes(thumbprint) || others.some(({ keys }) => keys.includes(thumbprint))
}

function sharesKey(found: Case): boolean {
  const { payload, overrides } = found
  const own = thumbprintOf(payload.operator.key)
  if (isForeignKey(found, own, payload.operator.operator_id)) return true
  return payload.overrides.some(({ managerId }, i) => {
    const theirs = overrides[i]?.thumbprint ?? ''
    return theirs === own || isForeignKey(found, theirs, managerId)
  })
}

function isAuthorRevoked(found: Case): boolean {
  const since = personOf(found, found.payload.operator.operator_id)?.revokedAt ?? null
  return since !== null && captured(found) >= since
}

/** The packet cannot be trusted, whatever it says: somebody must look at how it came about. */
export const authorRules: readonly Rule<Case>[] = [
  rule('station_compromised', (found) => {
    const since = found.station.compromisedSince
    return since !== null && captured(found) >= since
  }),
  rule('station_key_retired', ({ stationKeyRetired }) => stationKeyRetired),
  rule('operator_revoked', isAuthorRevoked),
  rule('operator_key_unknown', (found) => {
    const { operator_id, key } = found.payload.operator
    // A revocation ends the keys as well: then it is the reason.
    return !isAuthorRevoked(found) && personOf(found, operator_id)?.keys.includes(thumbprintOf(key)) !== true
  }),
  rule('operator_role_differs', (found) => {
    const person = personOf(found, found.payload.operator.operator_id)
    return person !== null && person.role !== found.payload.operator.role
  }),
  rule('key_shared', sharesKey),
  rule('override_signature_invalid', ({ overrides }) => overrides.some(({ signatureValid }) => !signatureValid)),
  rule('override_own_case', ({ payload }) =>
    payload.overrides.some(({ managerId }) => sameOperator(managerId, payload.operator.operator_id)),
  ),
]

import type { ChipCheck } from '../check.ts'
import type { Access } from '../access.ts'
import type { MrzPassword } from '../access-password.ts'
import { describePace, rankPace } from '../pace/rank-pace.ts'
import type { PaceInfo, SecurityInfos } from '../lds/security-infos.ts'

/** A proof by the chip counts only for data that are the issuer's: a copy could bring keys of its own. */
export function tieToIssuer(check: ChipCheck, isAuthentic: boolean): ChipCheck {
  if (check.verdict !== 'passed' || isAuthentic) return check
  return { ...check, verdict: 'not_possible', reason: 'data_not_authentic' }
}

/** A copy that keeps back what its signed list promises must not pass for a chip that has none. */
export function withheld(name: ChipCheck['name'], file: string): ChipCheck {
  return { name, verdict: 'failed', reason: 'chip_refused', detail: file }
}

/** The chip announces nothing of the kind. */
export function hasNone(name: ChipCheck['name']): ChipCheck {
  return { name, verdict: 'not_possible', reason: 'card_has_none', detail: null }
}

/** Session keys prove it to who was there; bytes kept for later cannot show it to anybody else. */
export function notShown(name: ChipCheck['name']): ChipCheck {
  return { name, verdict: 'not_possible', reason: 'not_shown_later', detail: null }
}

/** Verdict `access`: the chip was opened, or there would be no reading; one that anybody may read was not. */
export function checkAccess({ protocol, learnt = [] }: Access): ChipCheck {
  const detail = learnt.length === 0 ? protocol : `${protocol}; learnt: ${learnt.join(', ')}`
  if (protocol === 'none') return { name: 'access', verdict: 'not_possible', reason: 'no_access_control', detail }
  return { name: 'access', verdict: 'passed', reason: null, detail }
}

/**
 * Whether the strongest protocol was used that the signed DG14 announces (Doc 9303-11 §9.2.10). EF.CardAccess alone is
 * unsigned: who changes it on the way could make us use a weaker one.
 */
export function checkDowngrade(access: Access, signed: SecurityInfos | null): ChipCheck {
  const announced = signed?.pace ?? []
  const detail = announced.map((info) => `${info.agreement}-${info.mapping}-${info.cipher}`).join(' ') || null
  const fail = (reason: string): ChipCheck => ({ name: 'no_downgrade', verdict: 'failed', reason, detail })
  if (access.pace === null) {
    if (announced.length > 0) return fail('pace_announced_bac_used')
    if (rankPace(access.cardAccess?.pace ?? []).length > 0) return fail('pace_failed_bac_used')
    // The signed data name PACE alone: whether a chip without any access control had BAC nobody can say.
    if (access.protocol === 'none')
      return { name: 'no_downgrade', verdict: 'not_possible', reason: 'no_access_control', detail }
    return { name: 'no_downgrade', verdict: 'passed', reason: null, detail }
  }
  if (announced.length === 0) {
    return { name: 'no_downgrade', verdict: 'not_possible', reason: 'pace_not_announced', detail }
  }
  const [strongest] = rankPace(announced)
  if (!announced.some((info) => isSame(info, access.pace?.info))) return fail('card_access_differs')
  if (strongest !== undefined && describePace(strongest) !== access.protocol) return fail('stronger_pace_announced')
  return { name: 'no_downgrade', verdict: 'passed', reason: null, detail }
}

function isSame(a: PaceInfo, b: PaceInfo | undefined): boolean {
  return a.oid === b?.oid && a.parameterId === b.parameterId
}

/** Verdict `mrz_agrees`: DG1 equals the printed lines, or, without them, has the three fields that opened the chip. */
export function checkMrz(
  lines: readonly string[],
  printed: readonly string[] | null,
  keys: MrzPassword | null,
): ChipCheck {
  const name = 'mrz_agrees'
  if (printed !== null) {
    const agrees = printed.length === lines.length && printed.every((line, i) => line === lines[i])
    return agrees
      ? { name, verdict: 'passed', reason: null, detail: null }
      : { name, verdict: 'failed', reason: 'mrz_differs', detail: differingLines(lines, printed) }
  }
  if (keys === null) return { name, verdict: 'not_possible', reason: 'mrz_not_read', detail: null }
  const mrz = lines.join('')
  const hasKeys = [keys.birthDate, keys.expiryDate, keys.documentNumber.slice(0, 9)].every((field) =>
    mrz.includes(field),
  )
  if (!hasKeys) return { name, verdict: 'failed', reason: 'mrz_differs', detail: 'key fields' }
  return { name, verdict: 'passed', reason: null, detail: 'key fields' }
}

/** Numbers of the lines only: their content is personal. */
function differingLines(lines: readonly string[], printed: readonly string[]): string {
  const count = Math.max(lines.length, printed.length)
  const differing = Array.from({ length: count }, (_, i) => i).filter((i) => lines[i] !== printed[i])
  return differing.map((i) => `line ${i + 1}`).join(', ')
}

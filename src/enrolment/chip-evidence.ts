import type { ChipCheck, ChipCheckName } from '../contract/check.ts'

/**
 * `genuine`: issuer's data in an original chip. `not_genuine`: a proof failed. `copied`: true data in a chip that could not
 * prove to be the original. `unproved`: a proof that must be there is missing.
 */
export type ChipVerdict = 'genuine' | 'not_genuine' | 'copied' | 'unproved'

/** Chip data count only when all of these passed (standards 3). */
const needed: ChipCheckName[] = ['signature', 'hashes', 'chain', 'mrz_agrees']
/** Either proves that the chip is no copy, where the chip offers one (standards 4; Doc 9303-11 §6). */
const originality: ChipCheckName[] = ['chip_authentication', 'active_authentication']

const worstFirst: ChipVerdict[] = ['not_genuine', 'copied', 'unproved', 'genuine']

/** What all reads of a visit amount to: a verdict once given stays, and the worst decides. Null without a read. */
export function judgeReads(reads: { checks: ChipCheck[] }[]): ChipVerdict | null {
  const verdicts = reads.map(({ checks }) => judgeChip(checks))
  return worstFirst.find((verdict) => verdicts.includes(verdict)) ?? null
}

/** What the checks of one chip amount to. No checks are no proof. */
export function judgeChip(checks: ChipCheck[]): ChipVerdict {
  const of = (name: ChipCheckName): ChipCheck | undefined => checks.find((check) => check.name === name)
  const failed = checks.filter((check) => check.verdict === 'failed').map((check) => check.name)
  if (failed.some((name) => !originality.includes(name))) return 'not_genuine'
  if (failed.length > 0) return 'copied'
  if (needed.some((name) => of(name)?.verdict !== 'passed')) return 'unproved'
  const original = originality.some((name) => of(name)?.verdict === 'passed')
  const offersNone = originality.every((name) => of(name)?.reason === 'card_has_none')
  return original || offersNone ? 'genuine' : 'unproved'
}

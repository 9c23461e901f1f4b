import type { ChipCheck, ChipCheckName } from '../contract/check.ts'
import type { ReadEvidence } from '../contract/evidence.ts'

/**
 * `genuine`: issuer's data in an original chip. `not_genuine`: a proof failed. `copied`: true data in a chip that could not
 * prove to be the original. `unproved`: a proof that must be there is missing. `no_anchor`: nothing is trusted here, so that no
 * document whatever can be proved. `deferred`: all is well but the issuer's anchor, which this station lacks or has from too long
 * ago: central settles it.
 */
export type ChipVerdict = 'genuine' | 'not_genuine' | 'copied' | 'unproved' | 'no_anchor' | 'deferred'

/** Chip data count only when all of these passed (standards 3). */
const needed: ChipCheckName[] = ['signature', 'hashes', 'chain', 'mrz_agrees']
/** Either proves that the chip is no copy, where the chip offers one (standards 4; Doc 9303-11 §6). */
const originality: ChipCheckName[] = ['chip_authentication', 'active_authentication']

/** What speaks against the chip itself: it stays, whatever a later read says. */
const worstFirst: ChipVerdict[] = ['not_genuine', 'copied', 'unproved']

/** Why a chain could not be followed where that is no fault of the document's. */
const openChains: ReadonlyMap<string | null | undefined, ChipVerdict> = new Map([
  ['trust_empty', 'no_anchor'],
  ['csca_missing', 'deferred'],
  ['trust_outdated', 'deferred'],
])

/**
 * What all reads of a visit amount to: a verdict against the chip stays, and the worst decides; what merely lacked an anchor is as
 * the last read found it. What an earlier visit of the day could not prove may be proved now; what failed then has failed, and only a new
 * read proves anything. Null without either.
 */
export function judgeReads(
  reads: { checks: ChipCheck[] }[],
  earlier: { checks: ChipCheck[] }[] = [],
): ChipVerdict | null {
  const failed = earlier.filter(({ checks }) => checks.some(({ verdict }) => verdict === 'failed'))
  const verdicts = reads.map(({ checks }) => judgeChip(checks))
  const all = [...verdicts, ...failed.map(({ checks }) => judgeChip(checks))]
  return worstFirst.find((verdict) => all.includes(verdict)) ?? verdicts.at(-1) ?? null
}

/** What the checks of one chip amount to. No checks are no proof. */
export function judgeChip(checks: ChipCheck[]): ChipVerdict {
  const of = (name: ChipCheckName): ChipCheck | undefined => checks.find((check) => check.name === name)
  const failed = checks.filter((check) => check.verdict === 'failed').map((check) => check.name)
  if (failed.some((name) => !originality.includes(name))) return 'not_genuine'
  if (failed.length > 0) return 'copied'
  const chain = of('chain')
  const open = chain?.verdict === 'passed' ? null : openChains.get(chain?.reason)
  if (open === undefined) return 'unproved'
  if (needed.some((name) => name !== 'chain' && of(name)?.verdict !== 'passed')) return 'unproved'
  // What the chip proved of itself waits for the chain as well.
  const isShown = (check: ChipCheck | undefined): boolean =>
    check?.verdict === 'passed' || (open !== null && check?.reason === 'data_not_authentic')
  const original = originality.some((name) => isShown(of(name)))
  const offersNone = originality.every((name) => of(name)?.reason === 'card_has_none')
  return original || offersNone ? (open ?? 'genuine') : 'unproved'
}

/** Whether a chip's verdict speaks against the document or leaves open what it should have proved. */
export const isChipDoubtful = (chip: ChipVerdict | null): boolean =>
  chip === 'not_genuine' || chip === 'copied' || chip === 'unproved'

/**
 * Whether a read shows to central that the chip is no copy, as far as the station knows: central took part in its Chip Authentication, or gave
 * the nonce that Active Authentication answered to.
 */
export function showsOriginality(
  { activeAuthentication: ran, witness }: Pick<ReadEvidence, 'activeAuthentication' | 'witness'>,
  checks: readonly ChipCheck[],
): boolean {
  const active = checks.find(({ name }) => name === 'active_authentication')
  // What waits for the chain waits at central, too.
  const isAnswered = active?.verdict === 'passed' || active?.reason === 'data_not_authentic'
  return witness !== null || (isAnswered && typeof ran?.nonce === 'string')
}

/** Whether the portrait was read: it never leaves the counter, which says so. */
export const gavePortrait = ({ withheld }: Pick<ReadEvidence, 'withheld'>): boolean => withheld.includes('DG2')

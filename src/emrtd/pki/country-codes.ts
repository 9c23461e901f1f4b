import { alpha2ByAlpha3 } from '../lds/mrz/iso-3166.ts'

/** Codes of Doc 9303-3 §5 that are not ISO's own three letters, states whose regions have a CSCA, regions that have none. */
const more: Record<string, readonly string[]> = {
  D: ['DE'],
  EUE: ['EU'],
  UNO: ['UN'],
  UNA: ['UN'],
  RKS: ['KS', 'XK'],
  GBD: ['GB'],
  GBN: ['GB'],
  GBO: ['GB'],
  GBP: ['GB'],
  GBS: ['GB'],
  CHN: ['CN', 'HK', 'MO'],
  HKG: ['CN', 'HK'],
  MAC: ['CN', 'MO'],
  GBR: ['GB', 'GG', 'GI', 'IM', 'JE'],
}

/** Territories whose documents another state's CSCA may sign. */
const territories: Record<string, string> = {
  GB: 'AIA BMU CYM FLK GGY GIB IMN JEY MSR PCN SHN TCA VGB',
  DK: 'FRO GRL',
  NL: 'ABW BES CUW SXM',
  FR: 'BLM GLP GUF MAF MTQ MYT NCL PYF REU SPM WLF',
  US: 'ASM GUM MNP PRI VIR',
  NO: 'SJM',
  FI: 'ALA',
}
const parents = new Map(
  Object.entries(territories).flatMap(([parent, codes]) => codes.split(' ').map((code) => [code, parent] as const)),
)

const assigned = new Set([...alpha2ByAlpha3.values(), ...Object.values(more).flat()])

/** Whether documents of the issuing state (as in an MRZ) may be signed under a CSCA of the two-letter country; null when either is not an assigned code. */
export function mayIssueFor(issuingState: string, country: string): boolean | null {
  const own = [alpha2ByAlpha3.get(issuingState), parents.get(issuingState)].filter((code) => code !== undefined)
  const countries = more[issuingState] ?? own
  return countries.length === 0 || !assigned.has(country) ? null : countries.includes(country)
}

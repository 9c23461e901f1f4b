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

/** Two-letter codes whose CSCA may sign documents of the issuing state as in an MRZ; empty for a code that no state has. */
function countriesOf(issuingState: string): readonly string[] {
  return (
    more[issuingState] ??
    [alpha2ByAlpha3.get(issuingState), parents.get(issuingState)].filter((one) => one !== undefined)
  )
}

/**
 * Whether documents of the issuing state (as in an MRZ) may be signed under a CSCA of the country; null when the state is no
 * assigned code, as specimens have.
 */
export function mayIssueFor(issuingState: string, country: string): boolean | null {
  const countries = countriesOf(issuingState)
  return countries.length === 0 ? null : countries.includes(asAlpha2(country))
}

/** Names of certificates have the country in two letters, but for a few that write it as an MRZ does. */
const asAlpha2 = (country: string): string => (country.length === 2 ? country : (countriesOf(country)[0] ?? country))

/** Whether the countries of two certificates' names are one state, or a state and its territory. */
export function isOfState(country: string, other: string | null): boolean {
  if (other === null) return false
  const [a, b] = [asAlpha2(country), asAlpha2(other)]
  const states = [...alpha2ByAlpha3.keys(), ...Object.keys(more)]
  return a === b || states.map(countriesOf).some((countries) => countries.includes(a) && countries.includes(b))
}

import { countryRows } from './country-table.ts'

type Row = { code: string; cog: string | null; names: string[] }

const rows: Row[] = countryRows.split(/[|\n]/).map((row) => {
  const [code = '', cog = '', ...words] = row.split(' ')
  return { code, cog: cog === '-' ? null : cog, names: words.join(' ').split('/') }
})

/**
 * States that are no more, as they stand beside a place of birth, and who came after them: for births before a day. Sources: law of the
 * Soviet Union of 26 December 1991, constitution of Yugoslavia of 27 April 1992 (the name until 4 February 2003), Czech
 * constitutional act 542/1992, treaty of 31 August 1990.
 */
const former = [
  {
    code: 'SUN',
    names: ['URSS', 'U R S S', 'UNION SOVIETIQUE', 'USSR'],
    before: '1991-12-26',
    now: 'RUS UKR BLR MDA EST LVA LTU GEO ARM AZE KAZ KGZ UZB TJK TKM'.split(' '),
  },
  {
    code: 'YUG',
    names: ['YOUGOSLAVIE', 'YUGOSLAVIA', 'EX YOUGOSLAVIE'],
    before: '2003-02-04',
    now: 'SRB HRV SVN BIH MKD MNE RKS'.split(' '),
  },
  { code: 'SCG', names: ['SERBIE ET MONTENEGRO'], before: '2006-06-05', now: ['SRB', 'MNE', 'RKS'] },
  {
    code: 'CSK',
    names: ['TCHECOSLOVAQUIE', 'CZECHOSLOVAKIA'],
    before: '1993-01-01',
    now: ['CZE', 'SVK'],
  },
  {
    code: 'DDR',
    names: ['RDA', 'R D A', 'REPUBLIQUE DEMOCRATIQUE ALLEMANDE', 'ALLEMAGNE DE L EST'],
    before: '1990-10-03',
    now: ['DEU'],
  },
]

/** Code to its names, plain capitals: countries of today and states that are no more. */
export const countries: ReadonlyMap<string, string[]> = new Map(
  [...rows, ...former].map(({ code, names }) => [code, names]),
)

/** Overseas parts of France that have a country code of their own, and their departments; they count as France. */
export const overseas: ReadonlyMap<string, string> = new Map(
  'GLP 971,MTQ 972,GUF 973,REU 974,SPM 975,MYT 976,BLM 977,MAF 978,WLF 986,PYF 987,NCL 988'
    .split(',')
    .map((row) => [row.slice(0, 3), row.slice(4)]),
)

/** Codes of Doc 9303-3 §5 that are no state's own: Germany's single letter, the British statuses, Kosovo under the United Nations. */
const otherCodes: Record<string, string> = {
  D: 'DEU',
  GBD: 'GBR',
  GBN: 'GBR',
  GBO: 'GBR',
  GBP: 'GBR',
  GBS: 'GBR',
  UNK: 'RKS',
}

/** One code for one state: `D` is DEU, the overseas parts are FRA. */
export function stateOf(code: string): string {
  return overseas.has(code) ? 'FRA' : (otherCodes[code] ?? code)
}

/** Whether somebody can be born there: a country of today or one that is no more. */
export const isCountryCode = (code: string): boolean => countries.has(stateOf(code))

/** Countries of a code that the COG has for births abroad (99…); none where the code is a former one. */
export const countriesOfCog = (cog: string): string[] => rows.filter((row) => row.cog === cog).map(({ code }) => code)

/** Algeria was France until its independence (3 July 1962). */
const algeriaUntil = '1962-07-03'

/** Whether two country codes name one state for somebody born on that day. */
export function isSameCountry(a: string, b: string, birthDate: string): boolean {
  if (a === b) return true
  if (birthDate < algeriaUntil && [a, b].sort().join() === 'DZA,FRA') return true
  return former.some(
    ({ code, now, before }) =>
      birthDate < before && ((a === code && now.includes(b)) || (b === code && now.includes(a))),
  )
}

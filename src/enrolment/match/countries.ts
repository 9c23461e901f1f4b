import { countryRows } from './country-table.ts'

type Row = { code: string; cog: string | null; names: string[] }

const rows: Row[] = countryRows.split(/[|\n]/).map((row) => {
  const [code = '', cog = '', ...words] = row.split(' ')
  return { code, cog: cog === '-' ? null : cog, names: words.join(' ').split('/') }
})

/**
 * States that are no more, as they stand beside a place of birth, and who came after them, each for births before its own day. Sources:
 * recognition of the Baltic states by the Soviet Union (6 September 1991) and its end (26 December 1991); Yugoslavia: declarations and
 * referenda of 1991 and 1992, constitution of 27 April 1992 for those who stayed (the name until 4 February 2003); Czech constitutional
 * act 542/1992; treaty of 31 August 1990; United Arab Republic of 1958 to 1961; Geneva accords of 21 July 1954; independence of the
 * states of French West and Equatorial Africa in 1958 (Guinea) and 1960. A code of more than three signs cannot be declared.
 */
const former: { code: string; names: string[]; until: Record<string, string> }[] = [
  {
    code: 'SUN',
    names: ['URSS', 'U R S S', 'UNION SOVIETIQUE', 'USSR'],
    until: {
      '1991-09-06': 'EST LVA LTU',
      '1991-12-26': 'RUS UKR BLR MDA GEO ARM AZE KAZ KGZ UZB TJK TKM',
    },
  },
  {
    code: 'YUG',
    names: ['YOUGOSLAVIE', 'YUGOSLAVIA', 'EX YOUGOSLAVIE', 'REPUBLIQUE FEDERALE DE YOUGOSLAVIE', 'RFSY', 'RFY'],
    until: { '1991-10-08': 'HRV SVN', '1991-11-20': 'MKD', '1992-04-06': 'BIH', '2003-02-04': 'SRB MNE RKS' },
  },
  { code: 'SCG', names: ['SERBIE ET MONTENEGRO', 'SERBIE MONTENEGRO'], until: { '2006-06-05': 'SRB MNE RKS' } },
  { code: 'CSK', names: ['TCHECOSLOVAQUIE', 'CZECHOSLOVAKIA'], until: { '1993-01-01': 'CZE SVK' } },
  {
    code: 'DDR',
    names: ['RDA', 'R D A', 'REPUBLIQUE DEMOCRATIQUE ALLEMANDE', 'ALLEMAGNE DE L EST'],
    until: { '1990-10-03': 'DEU' },
  },
  { code: 'R.A.U.', names: ['REPUBLIQUE ARABE UNIE', 'RAU'], until: { '1961-09-28': 'SYR', '1971-09-02': 'EGY' } },
  { code: 'INDO', names: ['INDOCHINE', 'INDOCHINE FRANCAISE'], until: { '1954-07-21': 'VNM KHM LAO' } },
  {
    code: 'A.O.F.',
    names: ['AOF', 'AFRIQUE OCCIDENTALE FRANCAISE'],
    until: { '1958-10-02': 'GIN', '1960-08-20': 'SEN MLI', '1960-08-07': 'BEN NER BFA CIV', '1960-11-28': 'MRT' },
  },
  { code: 'A.E.F.', names: ['AEF', 'AFRIQUE EQUATORIALE FRANCAISE'], until: { '1960-08-17': 'COG GAB CAF TCD' } },
]

/**
 * States that were part of another until a day: who was born there before it has either beside the place. Sources: Algeria 3 July 1962,
 * Comoros 6 July 1975, Djibouti 27 June 1977; partition of India; independence of Bangladesh, Singapore, Namibia, Eritrea, Timor-Leste,
 * South Sudan and Kosovo; end of the Palestine mandate; Hong Kong and Macao handed over.
 */
const partedFrom: [state: string, from: string, until: string][] = [
  ['DZA', 'FRA', '1962-07-03'],
  ['COM', 'FRA', '1975-07-06'],
  ['DJI', 'FRA', '1977-06-27'],
  ['PAK', 'IND', '1947-08-14'],
  ['BGD', 'IND', '1947-08-14'],
  ['BGD', 'PAK', '1971-12-16'],
  ['ISR', 'PSE', '1948-05-14'],
  ['SGP', 'MYS', '1965-08-09'],
  ['NAM', 'ZAF', '1990-03-21'],
  ['ERI', 'ETH', '1993-05-24'],
  ['TLS', 'IDN', '2002-05-20'],
  ['SSD', 'SDN', '2011-07-09'],
  ['RKS', 'SRB', '2008-02-17'],
  ['HKG', 'GBR', '1997-07-01'],
  ['MAC', 'PRT', '1999-12-20'],
]
/** Territories of China with a code of their own, in whatever year. */
const ofChina = ['HKG', 'MAC']

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

/**
 * Codes of Doc 9303-3 §5 that are no state's own: Germany's single letter, the British statuses, Kosovo under the United Nations; and
 * Kosovo's as the European Union and the banks write it (user-assigned in ISO 3166-1).
 */
const otherCodes: Record<string, string> = {
  D: 'DEU',
  GBD: 'GBR',
  GBN: 'GBR',
  GBO: 'GBR',
  GBP: 'GBR',
  GBS: 'GBR',
  UNK: 'RKS',
  XKX: 'RKS',
}

/** One code for one state: `D` is DEU, with an MRZ's fillers too, the overseas parts are FRA. */
export function stateOf(code: string): string {
  const bare = code.replace(/<+$/, '')
  return overseas.has(bare) ? 'FRA' : (otherCodes[bare] ?? bare)
}

/** Whether somebody can be born there: a country of today or one that is no more. */
export const isCountryCode = (code: string): boolean => countries.has(stateOf(code))

/** Countries of a code that the COG has for births abroad (99…); none where the code is a former one. */
export const countriesOfCog = (cog: string): string[] => rows.filter((row) => row.cog === cog).map(({ code }) => code)

const wasPartOf = (a: string, b: string, birthDate: string): boolean =>
  partedFrom.some(([state, from, until]) => a === state && b === from && birthDate < until) ||
  (ofChina.includes(a) && b === 'CHN')

const cameAfter = (a: string, b: string, birthDate: string): boolean =>
  former.some(
    ({ code, until }) =>
      a === code && Object.entries(until).some(([day, states]) => birthDate < day && states.split(' ').includes(b)),
  )

/** Whether two country codes name one state for somebody born on that day. */
export function isSameCountry(a: string, b: string, birthDate: string): boolean {
  if (a === b) return true
  return [wasPartOf, cameAfter].some((rule) => rule(a, b, birthDate) || rule(b, a, birthDate))
}

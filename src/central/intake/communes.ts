import { readFileSync } from 'node:fs'

const file = new URL('../../../assets/official/communes.tsv', import.meta.url)
/** Names and codes that communes had. Somebody was born there; no letter goes there any more. */
const formerFile = new URL('../../../assets/official/former-communes.tsv', import.meta.url)

/** The official list of communes (COG, INSEE), with the postcodes that serve each. */
export type Communes = {
  /** Whether a code is of a commune of today, one that was merged into it, or at least of a department there is. */
  isCode(code: string): boolean
  isName(name: string): boolean
  /** What a code is called or was called, its delegated communes with it; none where it is of no commune that is known. */
  namesOf(code: string): readonly string[]
  /** Whether a postcode serves a place of that name. */
  serves(postcode: string, city: string): boolean
  /** Those whose name begins so, the shortest names first; then those with a later word that does. */
  search(text: string, limit: number): Commune[]
}

export type Commune = { code: string; name: string; postcodes: string[] }

/** Departments and overseas collectivities, as a COG code begins. */
const department = /^(0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-8]|98[4-9])/

let loaded: Communes | null = null

/** Read once, when first asked for. */
export function loadCommunes(): Communes {
  return (loaded ??= readCommunes(readFileSync(file, 'utf8'), readFileSync(formerFile, 'utf8')))
}

const rowsOf = (text: string): string[][] =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'))

function readCommunes(text: string, former: string): Communes {
  const names = new Set<string>()
  const served = new Set<string>()
  const codes = new Map<string, string[]>()
  const listed: (Commune & { plain: string })[] = []
  for (const [code = '', name = '', postcodes = ''] of rowsOf(text)) {
    const plain = plainName(name)
    // "Paris 12e Arrondissement" is Paris to anyone who writes a letter, and to the civil register.
    const city = plain.replace(/ \d+ER? ARRONDISSEMENT$/, '')
    codes.set(code, [...(codes.get(code) ?? []), name])
    listed.push({ code, name, postcodes: postcodes.split(',').filter(Boolean), plain })
    names.add(plain).add(city)
    for (const postcode of postcodes.split(',')) served.add(`${postcode} ${plain}`).add(`${postcode} ${city}`)
  }
  for (const [code = '', name = ''] of rowsOf(former)) {
    codes.set(code, [...(codes.get(code) ?? []), name])
    names.add(plainName(name))
  }
  return {
    // A commune abolished before the lists begin is in none of them, and somebody was born there all the same.
    isCode: (code) => codes.has(code) || department.test(code),
    namesOf: (code) => codes.get(code) ?? [],
    isName: (name) => names.has(plainName(name)),
    serves: (postcode, city) => served.has(`${postcode} ${plainName(city)}`),
    search(text, limit) {
      const sought = plainName(text)
      if (sought === '') return []
      const rank = ({ plain }: { plain: string }) =>
        plain.startsWith(sought) ? 0 : plain.includes(` ${sought}`) ? 1 : 2
      return listed
        .filter((one) => rank(one) < 2)
        .sort((a, b) => rank(a) - rank(b) || a.plain.length - b.plain.length || a.code.localeCompare(b.code))
        .slice(0, limit)
        .map(({ plain: _, ...commune }) => commune)
    },
  }
}

/** Spelling as on an envelope: no accents, no signs, SAINT written out. */
export function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[œŒ]/g, 'oe')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, ' ')
    .replace(/\bST(E?)\b/g, 'SAINT$1')
    .trim()
}

// Condenses what communes were called, and what was abolished or changed its code, into assets/official/former-communes.tsv and
// src/enrolment/match/renamed-communes.ts: one list a year of the official codes (COG of INSEE), the oldest first. The list of 2019 names
// those absorbed since 1943 and the codes of departments that were divided; a later list none of them, so it must stand first.
//   for v in 0.3.0 0.7.0 ... 6.0.0; do npm pack @etalab/decoupage-administratif@$v; done
//   node scripts/make-former-communes.mjs 0.3.0/data/communes.json ... 6.0.0/data/communes.json
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const files = process.argv.slice(2)
if (files.length < 2) {
  console.error('node scripts/make-former-communes.mjs OLDEST.json ... NEWEST.json')
  process.exit(2)
}
const lists = files.map((file) => JSON.parse(readFileSync(file, 'utf8')))
const [oldest, newest] = [lists[0], lists.at(-1)]
const plain = (name) =>
  name
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[œŒ]/g, 'oe')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, ' ')
    .trim()
const source =
  'INSEE, Code officiel géographique, as compiled by Etalab (@etalab/decoupage-administratif, 0.3.0 of 2019 to 6.0.0 of 2026)'

/** Renamings before 2019 of places where many were born, and those of the department of Ain: INSEE, history of communes since 1943. */
const earlier =
  `51108 Châlons-sur-Marne|04070 Digne|43157 Le Puy|88413 Saint-Dié|62427 Hénin-Liétard|62178 Bruay-en-Artois|01053 Bourg
50129 Cherbourg|91228 Évry-Petit-Bourg|01004 Ambérieu|01021 Ars|01031 Bélignat|01033 Bellegarde|01077 Challes|01079 Champagne|01088 Charnoz|01104 Chézery|01145 Dompierre
01165 Amareins-Francheleins-Cesseins|01170 Géovreissiat|01184 Hautecourt|01186 Hostias|01189 Injoux|01240 Matafelon|01243 Messimy
01263 Montmerle|01265 Montréal|01266 Montrevel|01267 Mornay|01295 Peyzieux|01313 Prévessin`
    .split(/[|\n]/)
    .map((row) => [row.slice(0, 5), row.slice(6)])

const names = new Map()
const add = (code, name) => {
  const known = names.get(code) ?? []
  if (!known.some((one) => plain(one) === plain(name))) names.set(code, [...known, name])
}
for (const [code, name] of earlier) add(code, name)
for (const list of lists)
  for (const { code, nom, type } of list)
    if (!['ancien-code', 'arrondissement-municipal'].includes(type)) add(code, nom)

const renamed = [...names]
  .filter(([, all]) => all.length > 1)
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([code, all]) => `${code} ${all.map((name) => name.replace(/’/g, "'").replace(/ - /g, '-')).join('/')}`)
const moved = oldest
  .filter(({ type, code, nouveauCode }) => type === 'ancien-code' && !/^(20|75|78|91)/.test(code) && nouveauCode)
  .map(({ code, nouveauCode }) => `${nouveauCode} ${code.slice(0, 2)}`)
  .sort()

/** As many rows on a line as fit. */
function packed(rows) {
  const lines = ['']
  for (const row of rows) {
    const last = lines.at(-1)
    if (last === '') lines[lines.length - 1] = row
    else if (last.length + row.length < 130) lines[lines.length - 1] = `${last}|${row}`
    else lines.push(row)
  }
  return lines.join('\n')
}
writeFileSync(
  fileURLToPath(new URL('../src/enrolment/match/renamed-communes.ts', import.meta.url)),
  `/**
 * Communes that had, or have, more than one name under one code: renamed ones, and communes nouvelles with the one whose code they took.
 * Source: ${source},
 * Licence Ouverte 2.0; made by scripts/make-former-communes.mjs.
 */
export const renamedRows = \`${packed(renamed)}\`

/** Communes that lay in another department before 1968 (law of 29 December 1967) or were moved singly: code of today, department of then. */
export const movedRows = \`${packed(moved)}\`
`,
)

const now = new Set(newest.map(({ code, nom }) => `${code} ${plain(nom)}`))
const abolished = oldest
  .filter(({ type }) => ['commune-absorbee', 'ancien-code', 'commune-perimee'].includes(type))
  .map(({ code, nom, communeAbsorbante, nouveauCode }) => [code, nom, communeAbsorbante ?? nouveauCode ?? ''])
const gone = lists.flatMap((list) =>
  list
    .filter(({ type }) => type.startsWith('commune-') && !/absorbee|perimee/.test(type))
    .map(({ code, nom, commune, chefLieu }) => [code, nom, commune ?? chefLieu ?? '']),
)
const seen = new Set()
const rows = [...abolished, ...earlier.map(([code, name]) => [code, name, '']), ...gone]
  .filter(([code, name]) => {
    const key = `${code} ${plain(name)}`
    if (now.has(key) || seen.has(key)) return false
    seen.add(key)
    return true
  })
  .sort(([a, x], [b, y]) => a.localeCompare(b) || x.localeCompare(y))
writeFileSync(
  fileURLToPath(new URL('../assets/official/former-communes.tsv', import.meta.url)),
  [
    '# Names and codes that communes had: code, name, code of the commune of today where it is another.',
    `# Source: ${source}, Licence Ouverte 2.0.`,
    ...rows.map((row) => row.join('\t').trimEnd()),
    '',
  ].join('\n'),
)
console.log(renamed.length, moved.length, rows.length)

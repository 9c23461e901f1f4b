// Condenses the official list of communes (COG of INSEE with La Poste's postcodes) into assets/official/communes.tsv.
//   npm pack @etalab/decoupage-administratif && tar xzf *.tgz && node scripts/make-communes.mjs package/data/communes.json 2026
import { readFileSync, writeFileSync } from 'node:fs'

const [file, year] = process.argv.slice(2)
if (file === undefined || year === undefined) {
  console.error('node scripts/make-communes.mjs communes.json YEAR')
  process.exit(2)
}
const all = JSON.parse(readFileSync(file, 'utf8'))
const postcodes = new Map(
  all.filter((one) => one.codesPostaux).map((one) => [`${one.code} ${one.type}`, one.codesPostaux]),
)
const whole = (code) => postcodes.get(`${code} commune-actuelle`) ?? []
const lines = all.map((one) => {
  const own = one.codesPostaux ?? whole(one.chefLieu ?? one.commune ?? one.code)
  return [one.code, one.nom, own.join(',')].join('\t')
})
const head = [
  `# Communes of ${year} with those delegated, associated and the municipal districts: code (COG), name, postcodes.`,
  '# Source: INSEE and La Poste, compiled by Etalab (@etalab/decoupage-administratif), Licence Ouverte 2.0.',
]
writeFileSync('assets/official/communes.tsv', `${[...head, ...new Set(lines)].join('\n')}\n`)

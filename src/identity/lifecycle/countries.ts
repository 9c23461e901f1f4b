import { readFileSync } from 'node:fs'
import { alpha2ByAlpha3 } from '../../emrtd/lds/mrz/iso-3166.ts'
import { locales, type Language } from '../../contract/identity.ts'

const file = new URL('../../../assets/official/countries.tsv', import.meta.url)

let loaded: ReadonlyMap<string, string> | null = null

/** Code of the COG by three-letter code: 99 and three digits, 99100 for France with all its parts. */
export function cogByCountry(): ReadonlyMap<string, string> {
  return (loaded ??= new Map(
    readFileSync(file, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => line.split('\t') as [string, string]),
  ))
}

/** Countries to choose from, in the language's own order. */
export function listCountries(language: Language): { code: string; name: string }[] {
  const names = new Intl.DisplayNames(locales[language], { type: 'region' })
  const collator = new Intl.Collator(locales[language])
  return [...alpha2ByAlpha3]
    .map(([code, two]) => ({ code, name: names.of(two) ?? code }))
    .sort((a, b) => collator.compare(a.name, b.name))
}

/** A country's name by its three-letter code or its code of the COG; a code that is neither stays as it is. */
export function sayCountry(code: string, language: Language): string {
  const three = countryByCog().get(code) ?? code
  const two = alpha2ByAlpha3.get(three)
  return (two && new Intl.DisplayNames(locales[language], { type: 'region' }).of(two)) ?? code
}

let turned: ReadonlyMap<string, string> | null = null
const countryByCog = () =>
  (turned ??= new Map([...[...cogByCountry()].map(([country, cog]) => [cog, country] as const), ['99100', 'FRA']]))

import { citizenLocales, type CitizenLanguage } from '../../contract/citizen.ts'
import { alpha2ByAlpha3 } from '../../emrtd/lds/mrz/iso-3166.ts'

/** Documents say a state by three letters, browsers know its name by two. Doc 9303-3 §5: Germany has one letter, Kosovo its own. */
const regions = new Map([...alpha2ByAlpha3, ['D', 'DE'] as const, ['RKS', 'XK'] as const])

/** A state by its name: `FRA` is `France`; a code that is none (stateless, organisations, specimens) stays as it is. */
export function sayState(code: string, language: CitizenLanguage): string {
  const region = regions.get(code)
  return (region && new Intl.DisplayNames(citizenLocales[language], { type: 'region' }).of(region)) ?? code
}

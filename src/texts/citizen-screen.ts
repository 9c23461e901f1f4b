import ar from '../../assets/texts/ar/citizen.json' with { type: 'json' }
import de from '../../assets/texts/de/citizen.json' with { type: 'json' }
import es from '../../assets/texts/es/citizen.json' with { type: 'json' }
import it from '../../assets/texts/it/citizen.json' with { type: 'json' }
import pt from '../../assets/texts/pt/citizen.json' with { type: 'json' }
import uk from '../../assets/texts/uk/citizen.json' with { type: 'json' }
import type { CitizenLanguage } from '../contract/citizen.ts'
import { mapTexts } from './create-house.ts'
import { english } from './english.ts'
import { french } from './french.ts'
import { bindFrenchSpaces } from './french-spaces.ts'

type Filled<T> = { readonly [Key in keyof T]: T[Key] extends string ? string : Filled<T[Key]> }
/** What the citizen's screen says in one language; `notReviewed` where no native read it: then the French text counts. */
export type CitizenTexts = Filled<typeof es>

type House = Filled<Pick<typeof french, 'citizen' | 'consent' | 'words'>>
const fromHouse = ({ citizen, consent, words }: House): CitizenTexts => ({
  ...citizen,
  consent,
  field: words.field,
  notReviewed: '',
})

const texts: Record<CitizenLanguage, CitizenTexts> = {
  fr: mapTexts(fromHouse(french), bindFrenchSpaces),
  en: fromHouse(english),
  ar,
  es,
  pt,
  de,
  it,
  uk,
}

/** Every text of the citizen's screen in a language of theirs; `{{days}}` stands for the days that the result is kept. */
export function citizenTextsIn(language: CitizenLanguage): CitizenTexts {
  return texts[language]
}

/** Its names as its speakers write them. */
export const citizenLanguageNames: Record<CitizenLanguage, string> = {
  fr: 'Français',
  en: 'English',
  ar: 'العربية',
  es: 'Español',
  pt: 'Português',
  de: 'Deutsch',
  it: 'Italiano',
  uk: 'Українська',
}

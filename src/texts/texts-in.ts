import { createInstance } from 'i18next'
import type { Language } from '../contract/identity.ts'
import { english } from './english.ts'
import { bindFrenchSpaces } from './french-spaces.ts'
import { french } from './french.ts'
import type { TextKey } from './text-key.ts'

/** What fills a text's `{{gaps}}`; `count` also chooses its plural. */
export type Gaps = Record<string, string | number | null | undefined>
/** A text by its key, in one language. */
export type Say = (key: TextKey, gaps?: Gaps) => string

function mapTexts<T>(texts: T, map: (text: string) => string): T {
  if (typeof texts === 'string') return map(texts) as T
  return Object.fromEntries(Object.entries(texts as object).map(([key, text]) => [key, mapTexts(text, map)])) as T
}

const house = createInstance()
void house.init({
  resources: { fr: mapTexts(french, bindFrenchSpaces), en: english },
  lng: 'fr',
  fallbackLng: false,
  interpolation: { escapeValue: false },
  initAsync: false,
  appendNamespaceToMissingKey: true,
})
const say =
  (language: Language): Say =>
  (key, gaps) =>
    house.t(key, { ...gaps, lng: language })
const sayIn: Record<Language, Say> = { fr: say('fr'), en: say('en') }

/** Every word a person reads (screen, paper, export, mail, start message) in a language. */
export function textsIn(language: Language): Say {
  return sayIn[language]
}

/** Whether a key made from a code that came from elsewhere (a wire, a file) has a text. */
export function isTextKey(key: string): key is TextKey {
  return house.exists(key, { lng: 'fr' })
}

/** The text of a key made from a code of which not every value is known here (a newer central's); else `otherwise`. */
export function sayKnown(say: Say, key: string, otherwise: string, gaps?: Gaps): string {
  return isTextKey(key) ? say(key, gaps) : otherwise
}

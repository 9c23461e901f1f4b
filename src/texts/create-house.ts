import { createInstance } from 'i18next'
import type { Language } from '../contract/identity.ts'
import { bindFrenchSpaces } from './french-spaces.ts'

/** What fills a text's `{{gaps}}`; `count` also chooses its plural. */
export type Gaps = Record<string, string | number | null | undefined>

export interface TextHouse {
  /** Every area of a language, once; French is typeset here. */
  add(language: Language, areas: object): void
  say(language: Language, key: string, gaps?: Gaps): string
  isKey(key: string, language: Language): boolean
}

/** Every text of a tree through one function. */
export function mapTexts<T>(texts: T, map: (text: string) => string): T {
  if (typeof texts === 'string') return map(texts) as T
  return Object.fromEntries(Object.entries(texts as object).map(([key, text]) => [key, mapTexts(text, map)])) as T
}

const typeset: Record<Language, (text: string) => string> = { fr: bindFrenchSpaces, en: (text) => text }

/** An empty house of texts: languages move in when they are there. */
export function createHouse(): TextHouse {
  const house = createInstance()
  void house.init({
    resources: {},
    lng: 'fr',
    fallbackLng: false,
    interpolation: { escapeValue: false },
    initAsync: false,
    appendNamespaceToMissingKey: true,
  })
  return {
    add(language, areas) {
      for (const [area, texts] of Object.entries(areas))
        house.addResourceBundle(language, area, mapTexts(texts as object, typeset[language]))
    },
    say: (language, key, gaps) => house.t(key, { ...gaps, lng: language }),
    isKey: (key, language) => house.exists(key, { lng: language }),
  }
}

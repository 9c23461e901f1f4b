import type { Language } from '../../contract/identity.ts'
import { createHouse, type Gaps } from '../../texts/create-house.ts'
import type { citizenFrench } from '../../texts/citizen-french.ts'
import type { TextKey } from '../../texts/text-key.ts'

/** Areas that only some pages need: fetched with them. */
const later = {
  rights: {
    fr: () => import('../../../assets/texts/fr/rights.json'),
    en: () => import('../../../assets/texts/en/rights.json'),
  },
} as const satisfies Record<string, Record<Language, () => Promise<{ default: object }>>>
export type LaterArea = keyof typeof later
const laterIn = new Set<string>()

/** Keys of the areas that travel to the citizen's page; of the failures those of the identity service alone. */
export type CitizenKey = Extract<TextKey, `${Exclude<keyof typeof citizenFrench, 'failures'> | LaterArea}:${string}`>
export type Say = (key: CitizenKey, gaps?: Gaps) => string

const house = createHouse()
const languagesIn = new Set<Language>()
const areas: Record<Language, () => Promise<object>> = {
  fr: async () => (await import('../../texts/citizen-french.ts')).citizenFrench,
  en: async () => (await import('../../texts/citizen-english.ts')).citizenEnglish,
}

/** Fetches a language where it is not there yet: the page needs one of the two. */
export async function fetchLanguage(language: Language): Promise<void> {
  if (languagesIn.has(language)) return
  house.add(language, await areas[language]())
  languagesIn.add(language)
}

/** Fetches an area of a language that is not in the first load, where it is not there yet. */
export async function fetchArea(area: LaterArea, language: Language): Promise<void> {
  const name = `${area} ${language}`
  if (laterIn.has(name)) return
  house.add(language, { [area]: (await later[area][language]()).default })
  laterIn.add(name)
}

export const isAreaIn = (area: LaterArea, language: Language): boolean => laterIn.has(`${area} ${language}`)

/** Texts of a language that was fetched. */
export function sayIn(language: Language): Say {
  return (key, gaps) => house.say(language, key, gaps)
}

/** The text of a key made from a code of which not every value is known here; null where there is none. */
export function sayCode(language: Language, key: string, gaps?: Gaps): string | null {
  return house.isKey(key, language) ? house.say(language, key, gaps) : null
}

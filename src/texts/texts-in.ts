import type { Language } from '../contract/identity.ts'
import { createHouse, type Gaps } from './create-house.ts'
import { english } from './english.ts'
import { french } from './french.ts'
import type { TextKey } from './text-key.ts'

export type { Gaps } from './create-house.ts'
/** A text by its key, in one language. */
export type Say = (key: TextKey, gaps?: Gaps) => string

const house = createHouse()
house.add('fr', french)
house.add('en', english)
/** A text without gaps is always the same: a log of a hundred thousand rows looks each word up once. */
function say(language: Language): Say {
  const plain = new Map<TextKey, string>()
  return (key, gaps) => {
    if (gaps !== undefined) return house.say(language, key, gaps)
    const text = plain.get(key) ?? house.say(language, key)
    plain.set(key, text)
    return text
  }
}
const sayIn: Record<Language, Say> = { fr: say('fr'), en: say('en') }

/** Every word a person reads (screen, paper, export, mail, start message) in a language. */
export function textsIn(language: Language): Say {
  return sayIn[language]
}

/** Whether a key made from a code that came from elsewhere (a wire, a file) has a text. */
export function isTextKey(key: string): key is TextKey {
  return house.isKey(key, 'fr')
}

/** The text of a key made from a code of which not every value is known here (a newer central's); else `otherwise`. */
export function sayKnown(say: Say, key: string, otherwise: string, gaps?: Gaps): string {
  return isTextKey(key) ? say(key, gaps) : otherwise
}

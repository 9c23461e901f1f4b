import type { Language } from '../../contract/identity.ts'
import type { english } from '../../texts/english.ts'
import { sayKnown, textsIn } from '../../texts/texts-in.ts'

/** A word of the administrator's pages (`administrator:...`), or a state, outcome or role by its code. */
export type Word = keyof typeof english.administrator | Code
type Code = keyof typeof english.words.central | keyof typeof english.words.outcome | keyof typeof english.words.role

const codeGroups = ['words:central', 'words:outcome', 'words:role']
/** Where a reason or note may have its words, the page's own first; a person's own reason has none. */
const reasonGroups: [before: string, after: string][] = [
  ['central-reasons:', ''],
  ...codeGroups.map((group): [string, string] => [`${group}.`, '']),
  ['reasons:', '.short'],
  ['failures:', '.title'],
]

export function say(word: Word, language: Language): string {
  const groups = [...codeGroups.map((group) => `${group}.`), 'administrator:']
  return firstKnown(
    groups.map((group) => `${group}${word}`),
    word,
    language,
  )
}

/** A reason code in words; a person's own reason as it was written. */
export function sayReason(code: string, language: Language): string {
  if (!/^[A-Za-z_]+$/.test(code)) return code
  return firstKnown(
    reasonGroups.map(([before, after]) => `${before}${code}${after}`),
    code,
    language,
  )
}

function firstKnown(keys: string[], otherwise: string, language: Language): string {
  const t = textsIn(language)
  return keys.map((key) => sayKnown(t, key, '')).find((text) => text !== '') ?? otherwise
}

/** What was done, by the name under which the audit has it; as it stands there where it has no words. */
export const sayDeed = (deed: string, language: Language): string =>
  firstKnown([`administrator:deeds.${deed.replace('.', '_')}`], deed, language)

/** A kind of document. */
export const sayDocument = (type: string, language: Language): string =>
  firstKnown([`documents:${type}.name`], '–', language)

/** What is wrong with a kiosk. */
export const sayTrouble = (trouble: string, language: Language): string =>
  firstKnown([`administrator:fleet_${trouble}`], trouble, language)

/** How a kiosk's reader is. */
export const sayReader = (state: string, language: Language): string =>
  firstKnown([`administrator:reader_${state}`], state, language)

/** How a kiosk's camera is. */
export const sayCamera = (state: string, language: Language): string =>
  firstKnown([`administrator:camera_${state}`], state, language)

/** How a deed ended: done, looked at, or refused for a reason. */
export const sayResult = (result: string, language: Language): string =>
  firstKnown([`administrator:results.${result}`], sayReason(result, language), language)

import type { MatchRule } from '../../contract/match.ts'
import { alignSpellings } from './align.ts'
import type { Agreement } from './align.ts'
import { tidyText } from './characters.ts'

/** A name against one source: agreed under rules, or not, and why, as a key of match.json. */
export type Comparison = { same: true; rules: MatchRule[] } | { same: false; explanation: string }

/**
 * `sure`: the word is no name itself. Written without its accent or its stop, `NEE`, `EP` and `DIV` may be part of a name (TAN NEE HUI,
 * LE EP KIM): they part one only where the usage name that they set aside was declared.
 */
export type SplitName = { birth: string; usage: string; sure: boolean }

/** Words that part a birth name from a usage name, and on which side the birth name stands. */
const birthNameLast = /^(.+?) (née?|ne?e) (.+)$/iu
const afterBirthName =
  'époux|epoux|épouse|epouse|épse|epse|épx|epx|ép\\.?|ep\\.?|veuve|veuf|vve\\.?|divorcée?|divorcee?|divo?\\.?'
const birthNameFirst = new RegExp(`^(.+?) (${afterBirthName}) (.+)$`, 'iu')
const leadingMarker = new RegExp(`^(?:${afterBirthName}) `, 'iu')
const bracketed = new RegExp(`^(.*?)\\(((?:née?|ne?e|${afterBirthName}) [^()]+)\\)$`, 'iu')
const mayBeName = /^(?:ep|divo?|ne?e)$/iu

/** `DUPONT (EPOUSE MARTIN)` without its brackets; those around anything else are left. */
const unbracketed = (text: string): string => tidyText(tidyText(text).replace(bracketed, '$1 $2'))

/** `Dupont épouse Martin` and `Martin née Dupont` in their two parts; null without such a word between names. */
export function splitUsageName(text: string): SplitName | null {
  const tidied = unbracketed(text)
  const last = birthNameLast.exec(tidied)
  if (last) return { birth: last[3]!, usage: last[1]!, sure: !mayBeName.test(last[2]!) }
  const first = birthNameFirst.exec(tidied)
  return first && { birth: first[1]!, usage: first[3]!, sure: !mayBeName.test(first[2]!) }
}

/** Whether what a word sets aside is the usage name that was declared; one that was not declared needs a word that is sure. */
function isSetAside(parts: SplitName | null, usageName: string | null): boolean {
  if (parts === null) return true
  if (usageName === null || usageName.trim() === '') return parts.sure
  return alignSpellings(usageName, parts.usage) !== null
}

const withRule = (agreement: Agreement | null, rule: MatchRule): Comparison | null =>
  agreement && { same: true, rules: [...agreement.rules, rule] }

const wordsOf = (text: string): string[] =>
  tidyText(text)
    .split(/[ -]/)
    .filter((word) => word !== '')

const sameWord = (a: string, b: string): boolean => alignSpellings(a, b) !== null

/** Whether `words` are all found in `others`, in that order. */
function isWithin(words: string[], others: string[]): boolean {
  let at = 0
  for (const other of others) if (at < words.length && sameWord(words[at]!, other)) at++
  return at === words.length
}

function isReordered(a: string[], b: string[]): boolean {
  const left = [...b]
  for (const word of a) {
    const at = left.findIndex((other) => sameWord(word, other))
    if (at < 0) return false
    left.splice(at, 1)
  }
  return left.length === 0
}

const withoutMarks = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '')

/** How two names differ that no rule makes the same. */
export type NameDifference = 'marks' | 'joined' | 'missing' | 'extra' | 'order' | 'spelling'

/** `missing`: the document has a part that was not declared; `extra`: the other way round. */
export function classifyDifference(declared: string, read: string): NameDifference {
  if (alignSpellings(withoutMarks(declared), withoutMarks(read))) return 'marks'
  const [a, b] = [wordsOf(declared), wordsOf(read)]
  if (sameWord(a.join(''), b.join(''))) return 'joined'
  if (a.length < b.length && isWithin(a, b)) return 'missing'
  if (a.length > b.length && isWithin(b, a)) return 'extra'
  return isReordered(a, b) ? 'order' : 'spelling'
}

const surnameExplanations: Record<NameDifference, string> = {
  marks: 'accent_differs',
  joined: 'name_spaces_differ',
  missing: 'surname_part_missing',
  extra: 'surname_part_extra',
  order: 'surname_order',
  spelling: 'surname_spelling',
}

const givenExplanations: Record<NameDifference, string> = {
  marks: 'accent_differs',
  joined: 'name_spaces_differ',
  missing: 'given_name_missing',
  extra: 'given_name_extra',
  order: 'given_names_order',
  spelling: 'given_name_spelling',
}

export type SurnameInput = { birthName: string; usageName: string | null; read: string; mayBeCut: boolean }

/**
 * The birth name against the document's surname. A usage name joined to either by "née", "épouse", "veuve" or their
 * abbreviations is set aside; a usage name declared in place of the birth name is a difference of its own.
 */
export function compareSurname({ birthName, usageName, read, mayBeCut }: SurnameInput): Comparison {
  const plain = alignSpellings(birthName, read, mayBeCut)
  if (plain) return { same: true, rules: plain.rules }
  const [declaredParts, readParts] = [splitUsageName(birthName), splitUsageName(read)]
  const isApart = isSetAside(declaredParts, usageName) && isSetAside(readParts, usageName)
  if (isApart && (declaredParts !== null || readParts !== null)) {
    const birth = alignSpellings(declaredParts?.birth ?? birthName, readParts?.birth ?? read)
    const marked = withRule(birth, 'usage_name_marker')
    if (marked) return marked
  }
  const usageAsBirth =
    (usageName !== null && alignSpellings(usageName, read)) ||
    (readParts !== null && alignSpellings(birthName, readParts.usage))
  if (!isApart && birthAgrees(birthName, read)) return { same: false, explanation: 'usage_name_differs' }
  if (usageAsBirth) return { same: false, explanation: 'usage_name_as_birth_name' }
  return { same: false, explanation: surnameExplanations[classifyDifference(birthName, read)] }
}

/** The birth names agree once the words between are taken away, whatever usage name stands there. */
function birthAgrees(birthName: string, read: string): boolean {
  const [declaredParts, readParts] = [splitUsageName(birthName), splitUsageName(read)]
  const isSure = (declaredParts?.sure ?? true) && (readParts?.sure ?? true)
  return isSure && alignSpellings(declaredParts?.birth ?? birthName, readParts?.birth ?? read) !== null
}

/** Every given name, in the order of the document (R10). */
export function compareGivenNames(declared: string[], read: string, mayBeCut: boolean): Comparison {
  const joined = declared.join(' ')
  const agreement = alignSpellings(joined, read, mayBeCut)
  if (agreement) return { same: true, rules: agreement.rules }
  return { same: false, explanation: givenExplanations[classifyDifference(joined, read)] }
}

/** The usage name against the document's; a marker before it ("ép. MARTIN") is set aside. */
export function compareUsageName(declared: string, read: string): Comparison {
  const plain = alignSpellings(declared, read)
  if (plain) return { same: true, rules: plain.rules }
  const agreement = alignSpellings(withoutMarker(declared), withoutMarker(read))
  return withRule(agreement, 'usage_name_marker') ?? { same: false, explanation: 'usage_name_differs' }
}

const withoutMarker = (text: string): string => unbracketed(text).replace(leadingMarker, '')

export type NameField = { surname: number; given: number | null }

/** Length of a name in an MRZ, counted with the longest permitted spelling: apostrophes vanish, umlauts grow. */
function mrzLength(name: string): number {
  const letters = tidyText(name).toUpperCase().replaceAll("'", '')
  return [...letters].reduce((sum, letter) => sum + (/[ÄÖÅÆŒØÞĲ]/.test(letter) ? 2 : letter === 'Ü' ? 3 : 1), 0)
}

/**
 * Which names an MRZ may have cut. It keeps of a name what fits (Doc 9303-3 §4.6), and nothing in it tells a name that just fits
 * from one that was cut, be it at the last position or at the filler before the next name: what it says then is the beginning
 * of the name and no more. Where both names share a field a cut surname leaves one to three letters of the given names.
 */
export function cutsOf(
  read: { surname: string; givenNames: string; namesTruncated: boolean },
  field: NameField,
): { surname: boolean; givenNames: boolean } {
  if (!read.namesTruncated) return { surname: false, givenNames: false }
  const surname = mrzLength(read.surname)
  if (field.given !== null) {
    const given = mrzLength(read.givenNames) + read.givenNames.split(' ').length - 1
    return { surname: surname >= field.surname - 1, givenNames: given >= field.given - 2 }
  }
  const given = mrzLength(read.givenNames)
  const isFull =
    surname + (given === 0 ? 0 : 2) + given >= field.surname - 1 || (given === 0 && surname >= field.surname - 2)
  return { surname: isFull && surname >= field.surname - 2 - Math.min(given, 3), givenNames: isFull }
}

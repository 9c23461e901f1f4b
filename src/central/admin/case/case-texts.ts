import type { Language } from '../../../contract/identity.ts'
import { sayKnown, textsIn } from '../../../texts/texts-in.ts'
import { sayDeed, sayReason, sayResult } from '../texts.ts'
import type { Moment } from './timeline.ts'

/** Where an application stands. */
export const sayState = (state: string, language: Language): string =>
  sayKnown(textsIn(language), `admin-case:application.${state}`, state)

/** Who did it: central itself by its name, anybody else by their identifier. */
export const sayWho = (who: string, language: Language): string =>
  who === 'central' ? textsIn(language)('admin-case:central') : who

export const sayAction = sayDeed

/** What happened; of a deed, which. */
export const sayKind = ({ what, codes }: Moment, language: Language): string =>
  what === 'deed' ? sayDeed(codes[0]!, language) : textsIn(language)(`admin-case:moment.${what}`)

const known = (keys: readonly string[], otherwise: string, language: Language): string => {
  const t = textsIn(language)
  return keys.map((key) => sayKnown(t, key, '')).find((text) => text !== '') ?? otherwise
}

const states: Partial<Record<Moment['what'], (code: string) => string[]>> = {
  letter: (code) => [`admin-case:mail.${code}`],
  visit_outcome: (code) => [`words:visit.${code}`],
  closed: (code) => [`admin-case:application.${code}`],
  chip_seen: (code) => [`admin-case:code.${code}`],
  contest_answered: (code) => [`admin-case:code.${code}`],
  looked_up: (code) => [`admin-case:code.${code}`],
}

/** One code of what happened, in words. */
export function sayCode({ what }: Pick<Moment, 'what'>, code: string, language: Language): string {
  const own = known(states[what]?.(code) ?? [], '', language)
  if (own !== '') return own
  return what === 'deed' ? sayResult(code, language) : sayReason(code, language)
}

/** A verdict, class or state of a gate, by the table it stands in. */
export const sayVerdict = (group: 'gate' | 'verdict' | 'match', verdict: string | null, language: Language): string =>
  verdict === null
    ? textsIn(language)('admin-case:silent')
    : known([group === 'gate' ? `admin-case:gate.${verdict}` : `words:${group}.${verdict}`], verdict, language)

/** What is checked, by its code. */
export const sayCheck = (code: string, language: Language): string =>
  known(
    [`chip:check.${code}`, `words:field.${code}`, `comparison:rule.${code}`, `failures:${code}.title`],
    code,
    language,
  )

/** Why a check ended as it did. */
export const sayWhy = (code: string | null, language: Language): string =>
  code === null
    ? ''
    : known([`chip-reasons:${code}`, `failures:${code}.title`, `reasons:${code}.short`], code, language)

/** In the place of a reference. */
export const sayCaseUnknown = (language: Language): string => textsIn(language)('admin-case:unknown')

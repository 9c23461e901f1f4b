import { textsIn } from '../../src/texts/texts-in.ts'

/** What the screen says, by its key: a text that is worded anew breaks no journey. */
export const fr = textsIn('fr')
export const en = textsIn('en')

/** Fills a gap whose value a journey does not know. */
export const gap = '\u{f8ff}'
/** The same for a number, which chooses the plural. */
export const gapCount = 777_777

// Typeset French has unbreakable spaces.
const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+')

/** Any of these texts, as a part of what stands there. */
export const anyOf = (...texts: string[]) => new RegExp(texts.map(literal).join('|'))

/** With something in the place of each gap. */
export const withAny = (text: string) =>
  new RegExp(
    text
      .split(new RegExp(`${gap}|${gapCount}`))
      .map(literal)
      .join('.+'),
  )

/** Begins with one of these: the buttons and headings that go on with a number, a time or a hint. */
export const beginsWith = (...texts: string[]) => new RegExp(`^(?:${texts.map(literal).join('|')})`)

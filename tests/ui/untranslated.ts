import { french } from '../../src/texts/french.ts'

/** A text that is missing shows its key: what no page says. */
export const untranslated = new RegExp(`\\b(${Object.keys(french).join('|')}):[a-zA-Z_]`)

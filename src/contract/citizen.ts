import { z } from 'zod'
import { IsoTime, locales } from './identity.ts'

/** Languages in which the screen speaks to the citizen; staff and paper have `Language`'s two. */
export const CitizenLanguage = z.enum(['fr', 'en', 'ar', 'es', 'pt', 'de', 'it', 'uk'])
export type CitizenLanguage = z.infer<typeof CitizenLanguage>

/** BCP 47 tags for dates and names of states; Arabic with the digits that stand on the document. */
export const citizenLocales: Record<CitizenLanguage, string> = {
  ...locales,
  ar: 'ar-u-nu-latn',
  es: 'es-ES',
  pt: 'pt-PT',
  de: 'de-DE',
  it: 'it-IT',
  uk: 'uk-UA',
}

/** What the citizen says of what was read (R13): right, wrong, or to be put right together with the clerk. */
export const CitizenAnswer = z.enum(['right', 'wrong', 'correct'])
export type CitizenAnswer = z.infer<typeof CitizenAnswer>

/** The citizen's answer as it was given, and the language in which the question stood. */
export const CitizenWord = z.object({ answer: CitizenAnswer, language: CitizenLanguage, at: IsoTime })
export type CitizenWord = z.infer<typeof CitizenWord>

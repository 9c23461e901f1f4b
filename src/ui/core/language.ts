import type { i18n } from 'i18next'
import type { Language } from '../../contract/identity.ts'

/** The language on screen. */
export function languageOf({ language }: Pick<i18n, 'language'>): Language {
  return language === 'en' ? 'en' : 'fr'
}

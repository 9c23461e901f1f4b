import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '../../contract/identity.ts'
import { bindFrenchSpaces } from './french-spaces.ts'

type Texts = Record<string, unknown>

const typeset: Record<Language, (text: string) => string> = { fr: bindFrenchSpaces, en: (text) => text }
const translations = import.meta.glob<Texts>('../../../assets/translations/*/*.json', {
  eager: true,
  import: 'default',
})
const failureFiles = import.meta.glob<Record<string, Record<Language, Texts>>>('../../../docs/failure-codes/*.json', {
  eager: true,
  import: 'default',
})

function mapTexts(texts: unknown, map: (text: string) => string): unknown {
  if (typeof texts === 'string') return map(texts)
  if (texts === null || typeof texts !== 'object') return texts
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, mapTexts(text, map)]))
}

function resourcesOf(language: Language): Record<string, Texts> {
  const resources: Record<string, Texts> = { failures: {} }
  for (const [path, texts] of Object.entries(translations)) {
    const [, folder, name] = /\/(fr|en)\/([\w-]+)\.json$/.exec(path) ?? []
    if (folder === language && name) resources[name] = texts
  }
  for (const file of Object.values(failureFiles))
    for (const [code, entry] of Object.entries(file)) resources['failures']![code] = entry[language]
  return mapTexts(resources, typeset[language]) as Record<string, Texts>
}

/** Texts are `namespace:key`, one namespace per file of assets/translations; `failures` comes from docs/failure-codes. */
export function startTranslations(language: Language): void {
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    resources: { fr: resourcesOf('fr'), en: resourcesOf('en') },
    defaultNS: 'common',
    keySeparator: '.',
    interpolation: { escapeValue: false },
    initAsync: false,
    appendNamespaceToMissingKey: true,
  })
  i18next.on('languageChanged', (next) => {
    document.documentElement.lang = next
  })
  document.documentElement.lang = language
}

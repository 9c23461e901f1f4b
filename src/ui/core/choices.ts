import type { Language } from '../../contract/identity.ts'
import { writePreferences, type Preferences } from './preferences.ts'
import type { UiStore } from './store.ts'

/** Keeps a choice of this screen and applies it at once. */
export function choose(store: UiStore, change: Partial<Preferences>): void {
  const preferences = { ...store.getState().preferences, ...change }
  store.setState({ preferences })
  writePreferences(preferences)
}

export function chooseLanguage(store: UiStore, language: Language): void {
  choose(store, { language })
  store.setState({ language })
}

/** Writes the theme in force on the document; `system` follows the machine. */
export function applyTheme(theme: Preferences['theme'], systemDark: boolean): void {
  const dark = theme === 'dark' || (theme === 'system' && systemDark)
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
}

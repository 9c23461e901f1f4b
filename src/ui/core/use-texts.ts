import type { Language } from '../../contract/identity.ts'
import { textsIn, type Say } from '../../texts/texts-in.ts'
import { useUiState } from './context.tsx'

/** The texts in the language on screen, and that language. */
export function useTexts(): { t: Say; language: Language } {
  const language = useUiState((state) => state.language)
  return { t: textsIn(language), language }
}

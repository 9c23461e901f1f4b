import { useUiState } from './context.tsx'
import { dayOf, sayClock, sayTime } from './format.ts'
import { legalTimeZone } from '../../contract/legal-time.ts'

/** Times as this place says them, in the language on screen. */
export function useTimes() {
  const language = useUiState((state) => state.language)
  const zone = useUiState((state) => state.status?.timeZone ?? legalTimeZone)
  return {
    sayTime: (value: string) => sayTime(value, language, zone),
    sayClock: (value: string) => sayClock(value, language, zone),
    dayOf: (value: string) => dayOf(value, zone),
  }
}

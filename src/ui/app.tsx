import { useEffect } from 'react'
import { I18nProvider } from 'react-aria-components'
import { ConnectionCover } from './components/frame/connection-cover.tsx'
import { Sheets } from './components/frame/sheets.tsx'
import { Toasts } from './components/frame/toasts.tsx'
import { applyTheme } from './core/choices.ts'
import { useUi, useUiState } from './core/context.tsx'
import { useDownloadToasts } from './core/download-toasts.ts'
import { useIdleLock } from './core/idle-lock.ts'
import type { Place } from './core/store.ts'
import { FirstStart } from './screens/first-start.tsx'
import { Home } from './screens/home.tsx'
import { IdleLock } from './screens/idle-lock.tsx'
import { LogScreen } from './screens/log.tsx'
import { Login } from './screens/login.tsx'
import { OperatorsScreen } from './screens/operators.tsx'
import { QueueScreen } from './screens/queue.tsx'
import { SettingsScreen } from './screens/settings.tsx'
import { StepScreen } from './screens/step.tsx'
import { TrustScreen } from './screens/trust.tsx'

const office: Record<Exclude<Place, 'counter'>, () => React.JSX.Element> = {
  queue: QueueScreen,
  log: LogScreen,
  operators: OperatorsScreen,
  trust: TrustScreen,
  settings: SettingsScreen,
}

/** Which screen the station's state calls for. */
function Screen() {
  const status = useUiState((state) => state.status)
  const hasSession = useUiState((state) => state.session !== null)
  const place = useUiState((state) => state.place)
  if (!status) return null
  if (status.setup === 'first_manager_needed') return <FirstStart />
  if (!status.operator) return <Login />
  if (status.locked) return <IdleLock operator={status.operator} />
  if (place !== 'counter') {
    const Office = office[place]
    return <Office />
  }
  return hasSession ? <StepScreen /> : <Home />
}

export function App() {
  useTheme()
  useOperatorLanguage()
  useIdleLock()
  useDownloadToasts()
  const language = useLanguage()
  return (
    <I18nProvider locale={language}>
      <Screen />
      <Sheets />
      <Toasts />
      <ConnectionCover />
    </I18nProvider>
  )
}

function useTheme() {
  const theme = useUiState((state) => state.preferences.theme)
  useEffect(() => {
    const system = matchMedia('(prefers-color-scheme: dark)')
    const apply = () => applyTheme(theme, system.matches)
    apply()
    system.addEventListener('change', apply)
    return () => system.removeEventListener('change', apply)
  }, [theme])
}

/** The language on screen, which the page itself declares (WCAG 3.1.1). */
function useLanguage() {
  const language = useUiState((state) => state.language)
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return language
}

/** Whoever logs in finds the screen in their language; afterwards it is theirs to switch. */
function useOperatorLanguage() {
  const { store } = useUi()
  const language = useUiState((state) => state.status?.operator?.language)
  const operatorId = useUiState((state) => state.status?.operator?.operatorId)
  useEffect(() => {
    if (language) store.setState({ language })
  }, [store, language, operatorId])
}

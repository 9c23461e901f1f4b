import { useEffect, useState } from 'react'
import { I18nProvider } from 'react-aria-components'
import { ConnectionCover } from './components/layout/connection-cover.tsx'
import { Sheets } from './components/layout/sheets.tsx'
import { Toasts } from './components/layout/toasts.tsx'
import { applyTheme } from './core/choices.ts'
import { useUi, useUiState } from './core/context.tsx'
import { useDownloadToasts } from './core/download-toasts.ts'
import { useIdleLock } from './core/idle-lock.ts'
import { useFirstScreen } from './core/first-screen.ts'
import type { Page } from './core/store.ts'
import { forgetSpoken, rememberSpoken, spokenBefore } from './core/spoken.ts'
import type { StationStatus } from '../contract/status.ts'
import { CaseScreen } from './screens/case.tsx'
import { EnrolScreen } from './screens/enrol.tsx'
import { EquipmentScreen } from './screens/equipment.tsx'
import { FiguresScreen } from './screens/figures.tsx'
import { FirstStart } from './screens/first-start.tsx'
import { Home } from './screens/home.tsx'
import { IdleLock } from './screens/idle-lock.tsx'
import { LogScreen } from './screens/log.tsx'
import { Login } from './screens/login.tsx'
import { OperatorsScreen } from './screens/operators.tsx'
import { OwnPin } from './screens/own-pin.tsx'
import { QueueScreen } from './screens/queue.tsx'
import { ActivationScreen, RegisterScreen } from './screens/register.tsx'
import { SettingsScreen } from './screens/settings.tsx'
import { StepScreen } from './screens/step.tsx'
import { TrustScreen } from './screens/trust.tsx'

const office: Record<Exclude<Page, 'counter'>, () => React.JSX.Element> = {
  queue: QueueScreen,
  figures: FiguresScreen,
  log: LogScreen,
  case: CaseScreen,
  operators: OperatorsScreen,
  trust: TrustScreen,
  equipment: EquipmentScreen,
  settings: SettingsScreen,
}

/** Which screen the station's state calls for. */
function Screen() {
  const status = useUiState((state) => state.status)
  const hasSession = useUiState((state) => state.session !== null)
  const page = useUiState((state) => state.page)
  if (!status) return null
  if (status.setup === 'first_manager_needed') return <FirstStart />
  if (!status.operator) return <LoginScreens setup={status.setup} />
  if (status.locked) return <IdleLock operator={status.operator} />
  if (status.operator.mustReplacePin) return <OwnPin />
  if (page !== 'counter') {
    const Office = office[page]
    return <Office />
  }
  return hasSession ? <StepScreen /> : <Home />
}

/** Before anybody is logged in: what the kiosk still lacks, and always a way to log in for who can already. */
function LoginScreens({ setup }: { setup: StationStatus['setup'] }) {
  const [wanted, setWanted] = useState<'login' | 'enrol' | null>(null)
  const toLogin = () => setWanted('login')
  if (wanted === 'login') return <Login onEnrol={() => setWanted('enrol')} />
  if (wanted === 'enrol') return <EnrolScreen onLogin={toLogin} />
  const missing = {
    registration_needed: <RegisterScreen onLogin={toLogin} />,
    activation_pending: <ActivationScreen onLogin={toLogin} />,
    enrolment_needed: <EnrolScreen onLogin={toLogin} />,
    first_manager_needed: <FirstStart />,
    ready: <Login onEnrol={() => setWanted('enrol')} />,
  }
  return missing[setup]
}

export function App() {
  useTheme()
  useOperatorLanguage()
  useFirstScreen()
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
  const nobody = useUiState((state) => state.status?.operator === null)
  useEffect(() => {
    if (nobody) forgetSpoken()
    if (!language || !operatorId) return
    // The page is loaded again with each visit: what somebody switched stays switched until they leave.
    store.setState({ language: spokenBefore(operatorId, language) ?? language })
    const remember = () => rememberSpoken({ operatorId, theirs: language, language: store.getState().language })
    remember()
    return store.subscribe(remember)
  }, [store, language, operatorId, nobody])
}

import { lazy, Suspense, useEffect, useMemo } from 'react'
import { I18nProvider } from 'react-aria-components'
import { Frame } from './components/frame.tsx'
import { Link, Page } from './components/page.tsx'
import { TroubleBox } from './components/trouble.tsx'
import { Refusal } from './core/api.ts'
import { useApplication, useCitizen, useCitizenState, useReadSession, useTexts } from './core/context.tsx'
import { pages, pathBelow, routeOf, stepOrder, type PageName } from './core/routes.ts'
import { ActionButton } from '../design/components/buttons.tsx'
import { AccountPage } from './pages/account.tsx'
import { ActivatePage } from './pages/activate.tsx'
import { AddPage } from './pages/add.tsx'
import { AddressPage } from './pages/address.tsx'
import { AppPage } from './pages/app.tsx'
import { BirthPage } from './pages/birth.tsx'
import { ChannelPage } from './pages/channel.tsx'
import { CheckPage } from './pages/check.tsx'
import { ConsentPage } from './pages/consent.tsx'
import { NewEmailPage, NewPhonePage } from './pages/contact.tsx'
import { DocumentPage } from './pages/document.tsx'
import { EmailPage } from './pages/email.tsx'
import { HelpPage } from './pages/help.tsx'
import { JoinPage } from './pages/join.tsx'
import { LoginPage } from './pages/login.tsx'
import { NamesPage } from './pages/names.tsx'
import { NationalityPage } from './pages/nationality.tsx'
import { NotMePage } from './pages/not-me.tsx'
import { PhonePage } from './pages/phone.tsx'
import { PrivacyPage } from './pages/privacy.tsx'
import { ResetPage } from './pages/reset.tsx'
import { ServicesPage } from './pages/services.tsx'
import { SessionNeeded } from './pages/session-needed.tsx'
import { StatusPage } from './pages/status.tsx'
import { SummaryPage } from './pages/summary.tsx'
import { WelcomePage } from './pages/welcome.tsx'

/** QR codes and signatures: fetched by those who collect parcels, or hand them over. */
const ParcelPage = lazy(() => import('./pages/parcel.tsx'))
/** Words and forms of what few ask for. */
const RightsPage = lazy(() => import('./pages/rights.tsx'))
const ParcelCheckPage = lazy(() => import('./pages/parcel-check.tsx'))

type View = () => React.JSX.Element | null
const views: Record<PageName, View | React.LazyExoticComponent<View>> = {
  welcome: WelcomePage,
  check: CheckPage,
  email: EmailPage,
  document: DocumentPage,
  names: NamesPage,
  birth: BirthPage,
  nationality: NationalityPage,
  address: AddressPage,
  phone: PhonePage,
  consent: ConsentPage,
  channel: ChannelPage,
  summary: SummaryPage,
  status: StatusPage,
  activate: ActivatePage,
  app: AppPage,
  account: AccountPage,
  reset: ResetPage,
  add: AddPage,
  services: ServicesPage,
  rights: RightsPage,
  join: JoinPage,
  newEmail: NewEmailPage,
  newPhone: NewPhonePage,
  notMe: NotMePage,
  parcel: ParcelPage,
  parcelCheck: ParcelCheckPage,
  help: HelpPage,
  privacy: PrivacyPage,
}
/** Pages of an application that is being filled in; the first of them begins one. */
const ofDraft = new Set<PageName>([...stepOrder.filter((step) => step !== 'email'), 'summary'])
/** What can be used without the service. */
const ofNobody = new Set<PageName>(['welcome', 'help', 'privacy', 'parcel', 'parcelCheck'])

function CurrentPage() {
  const { t } = useTexts()
  const path = useCitizenState((state) => state.path)
  const session = useCitizenState((state) => state.session)
  const sessionCode = useCitizenState((state) => state.sessionCode)
  const [application] = useApplication()
  const route = routeOf(path)
  if (route.page === 'unknown')
    return (
      <Page title={t('apply:unknown.title')} lead={t('apply:unknown.lead')}>
        <p>
          <Link to={pages.welcome} text={t('apply:unknown.home')} icon="forward" />
        </p>
      </Page>
    )
  if (route.page === 'login') return <LoginPage uid={route.uid} />
  if (!session && !ofNobody.has(route.page)) return <NoSession code={sessionCode} />
  if (ofDraft.has(route.page)) {
    if (!application) return <SessionNeeded />
    if (application.declared === null) return <StatusPage />
  }
  const View = views[route.page]
  return (
    <Suspense fallback={<Working />}>
      <View key={route.page} />
    </Suspense>
  )
}

function Working() {
  const { t } = useTexts()
  return (
    <main className="page" id="main">
      <p role="status">{t('apply:working')}</p>
    </main>
  )
}

/** The service has not answered yet, or does not: said, with the way to ask again. */
function NoSession({ code }: { code: Refusal['code'] | null }) {
  const { t } = useTexts()
  const readSession = useReadSession()
  if (code === null) return <Working />
  return (
    <Page title={t('apply:noAnswer')}>
      <NoAnswer code={code} />
      <div className="row actions">
        <ActionButton onPress={() => void readSession()}>{t('apply:again')}</ActionButton>
      </div>
    </Page>
  )
}

function NoAnswer({ code }: { code: Refusal['code'] }) {
  const refusal = useMemo(() => new Refusal(code), [code])
  return <TroubleBox refusal={refusal} />
}

export function App() {
  const language = useCitizenState((state) => state.language)
  useWorld()
  useEffect(() => {
    document.documentElement.lang = language
  }, [language])
  return (
    <I18nProvider locale={language}>
      <Frame>
        <CurrentPage />
      </Frame>
    </I18nProvider>
  )
}

/** The session at the start and when the network comes back; the browser's own way back and forth; the system's theme. */
function useWorld() {
  const { store } = useCitizen()
  const readSession = useReadSession()
  useEffect(() => {
    void readSession()
    const moved = () => store.setState({ path: pathBelow(location.pathname) })
    const changed = () => {
      store.setState({ online: navigator.onLine })
      if (navigator.onLine) void readSession()
    }
    addEventListener('popstate', moved)
    addEventListener('online', changed)
    addEventListener('offline', changed)
    return () => {
      removeEventListener('popstate', moved)
      removeEventListener('online', changed)
      removeEventListener('offline', changed)
    }
  }, [store, readSession])
  useEffect(() => {
    const dark = matchMedia('(prefers-color-scheme: dark)')
    const apply = () => {
      document.documentElement.dataset['theme'] = dark.matches ? 'dark' : 'light'
    }
    apply()
    dark.addEventListener('change', apply)
    return () => dark.removeEventListener('change', apply)
  }, [])
}

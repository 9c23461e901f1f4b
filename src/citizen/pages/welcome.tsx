import { useApplication, useCitizenState, useGo, useTexts } from '../core/context.tsx'
import { nextPath, pages } from '../core/routes.ts'
import { Link, Page } from '../components/page.tsx'
import { ActionButton } from '../../design/components/buttons.tsx'
import { Icon, type IconName } from '../../design/components/icon.tsx'

const needs: { key: 'document' | 'phone' | 'address' | 'time'; icon: IconName }[] = [
  { key: 'document', icon: 'card' },
  { key: 'phone', icon: 'phone' },
  { key: 'address', icon: 'home' },
  { key: 'time', icon: 'clock' },
]
const ways = ['one', 'two', 'three', 'four'] as const

/** What it is and what it takes, before anything is asked. */
export function WelcomePage() {
  const { t } = useTexts()
  const go = useGo()
  const [application] = useApplication()
  const device = useCitizenState((state) => state.session?.device ?? null)
  const begun = application !== null && application.standing === 'draft'
  return (
    <Page title={t('apply:welcome.title')} lead={t('apply:welcome.lead')}>
      {device && (
        <p>
          <Link to={pages.app} text={t('apply:welcome.openApp')} icon="forward" className="link strong" />
        </p>
      )}
      <section className="panel stack" aria-labelledby="needs">
        <h2 id="needs">{t('apply:welcome.needs')}</h2>
        <ul className="points">
          {needs.map(({ key, icon }) => (
            <li key={key}>
              <Icon name={icon} size={26} />
              <span>{t(`apply:welcome.need.${key}`)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="stack tight" aria-labelledby="ways">
        <h2 id="ways">{t('apply:welcome.how')}</h2>
        <ol className="numbered">
          {ways.map((way) => (
            <li key={way}>{t(`apply:welcome.way.${way}`)}</li>
          ))}
        </ol>
      </section>
      <div className="row actions">
        <button
          type="button"
          className="button primary next"
          onClick={() => go(begun ? nextPath(application.missing) : pages.check)}
        >
          {begun ? t('apply:welcome.goOn') : t('apply:welcome.start')}
        </button>
        {application && !begun && (
          <ActionButton onPress={() => go(pages.status)}>{t('apply:welcome.status')}</ActionButton>
        )}
        {!application && <ActionButton onPress={() => go(pages.email)}>{t('apply:welcome.resume')}</ActionButton>}
      </div>
      <p>
        <Link to={pages.help} text={t('apply:welcome.noPhone')} />
      </p>
    </Page>
  )
}

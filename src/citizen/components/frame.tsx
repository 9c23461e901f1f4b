import type { ReactNode } from 'react'
import { useChooseLanguage, useCitizenState, useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { Icon } from '../../design/components/icon.tsx'
import { Link } from './page.tsx'

/** Head and foot of every page: the service's name, the other language, and where help is. */
export function Frame({ children }: { children: ReactNode }) {
  const { t, language } = useTexts()
  const choose = useChooseLanguage()
  const environment = useCitizenState((state) => state.session?.environment)
  const online = useCitizenState((state) => state.online)
  const other = language === 'fr' ? 'en' : 'fr'
  return (
    <div className="frame">
      <a className="skip" href="#main">
        {t('apply:skip')}
      </a>
      <header className="head">
        <span className="wordmark">
          <Icon name="brand" size={28} />
          <Link to={pages.welcome} text="Guichet" className="home" />
        </span>
        <ActionButton kind="quiet" onPress={() => void choose(other)}>
          <span lang={other}>{other === 'fr' ? 'Français' : 'English'}</span>
        </ActionButton>
      </header>
      {environment === 'training' && <p className="band">{t('apply:training')}</p>}
      {!online && (
        <p className="band attention" role="status">
          <Icon name="network" size={20} />
          {t('apply:offline')}
        </p>
      )}
      {children}
      <footer className="foot">
        <nav aria-label={t('apply:foot.label')}>
          <Link to={pages.status} text={t('apply:foot.status')} />
          <Link to={pages.account} text={t('apply:foot.account')} />
          <Link to={pages.help} text={t('apply:foot.help')} />
          <Link to={pages.privacy} text={t('apply:foot.privacy')} />
        </nav>
      </footer>
    </div>
  )
}

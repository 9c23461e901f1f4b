import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from 'react-aria-components'
import { useUi } from '../core/context.tsx'
import { chooseLanguage } from '../core/choices.ts'
import { useUiState } from '../core/context.tsx'
import { Icon } from './icon.tsx'

/** Pages before anybody is logged in: one card in the middle. */
export function PlainPage({ children }: { children: ReactNode }) {
  const { t, i18n } = useTranslation()
  const { store } = useUi()
  const status = useUiState((state) => state.status)
  const other = i18n.language === 'fr' ? 'en' : 'fr'
  return (
    <div className="plain-page">
      <header className="plain-top">
        <span className="wordmark">
          <Icon name="home" size={28} />
          Guichet
        </span>
        <span className="soft">{status?.branchName}</span>
        <span className="grow" />
        {status?.training && <span className="lamp training-lamp">{t('frame:training')}</span>}
        <Button
          className="button quiet"
          aria-label={t('frame:otherLanguage')}
          onPress={() => chooseLanguage(store, other)}
        >
          <span lang={other}>{other.toUpperCase()}</span>
        </Button>
      </header>
      <main className="access">{children}</main>
      <footer className="plain-bottom soft small">{status && t('frame:version', { version: status.version })}</footer>
    </div>
  )
}

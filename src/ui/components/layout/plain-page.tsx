import type { ReactNode } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import { useUiState } from '../../core/context.tsx'
import { Icon } from '../../../design/components/icon.tsx'
import { LanguageButton } from './language-button.tsx'

/** Pages before anybody is logged in: one card in the middle. */
export function PlainPage({ children }: { children: ReactNode }) {
  const { t } = useTexts()
  const status = useUiState((state) => state.status)
  return (
    <div className="plain-page">
      <header className="plain-top">
        <span className="wordmark">
          <Icon name="brand" size={30} />
          Guichet
        </span>
        <span className="soft">{status?.branchName}</span>
        <span className="grow" />
        {status?.training && <span className="lamp training-lamp">{t('layout:training')}</span>}
        <LanguageButton />
      </header>
      <main className="access">{children}</main>
      <footer className="plain-bottom soft small">{status && t('layout:version', { version: status.version })}</footer>
    </div>
  )
}

import { useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { KeptTable } from '../components/kept-table.tsx'
import { Page } from '../components/page.tsx'

/** What is kept and how long, why, and what one may ask. */
export function PrivacyPage() {
  const { t } = useTexts()
  return (
    <Page title={t('apply:privacy.title')} lead={t('apply:privacy.lead')} back={pages.welcome}>
      <KeptTable />
      <section className="stack tight" aria-labelledby="rights">
        <h2 id="rights">{t('apply:privacy.rights')}</h2>
        <p>{t('apply:privacy.rightsText')}</p>
      </section>
      <section className="stack tight" aria-labelledby="browser">
        <h2 id="browser">{t('apply:privacy.browser')}</h2>
        <p>{t('apply:privacy.browserText')}</p>
      </section>
    </Page>
  )
}

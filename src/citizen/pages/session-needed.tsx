import { useGo, useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { Page } from '../components/page.tsx'

/** This browser holds no application: the code that is sent to the address opens it again. */
export function SessionNeeded() {
  const { t } = useTexts()
  const go = useGo()
  return (
    <Page title={t('apply:needed.title')} lead={t('apply:needed.lead')} back={pages.welcome}>
      <div className="row actions">
        <button type="button" className="button primary next" onClick={() => go(pages.email)}>
          {t('apply:needed.action')}
        </button>
        <ActionButton onPress={() => go(pages.check)}>{t('apply:needed.begin')}</ActionButton>
      </div>
    </Page>
  )
}

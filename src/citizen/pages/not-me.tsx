import { useState } from 'react'
import { Done } from '../components/done.tsx'
import { Page } from '../components/page.tsx'
import { TroubleBox } from '../components/trouble.tsx'
import { useAsk, useTexts } from '../core/context.tsx'
import { takeToken } from '../core/take-token.ts'
import { ActionButton } from '../../design/components/buttons.tsx'

/** "It was not me", by the link of a notice and without any device: said once more here, for mail programs open links by themselves. */
export function NotMePage() {
  const { t } = useTexts()
  const asking = useAsk()
  const [token] = useState(takeToken)
  const [done, setDone] = useState(false)
  async function object(link: string) {
    if (await asking.ask('objection.make', { body: { token: link } })) setDone(true)
  }
  if (done)
    return (
      <Page title={t('login:objection.done')}>
        <Done>
          <p>{t('login:objection.doneText')}</p>
        </Done>
      </Page>
    )
  if (token === null)
    return (
      <Page title={t('login:objection.title')}>
        <p>{t('login:objection.none')}</p>
      </Page>
    )
  return (
    <Page title={t('login:objection.title')} lead={t('login:objection.lead')}>
      <TroubleBox refusal={asking.refusal} />
      <div className="row actions">
        <ActionButton kind="danger" pending={asking.pending} onPress={() => void object(token)}>
          {t('login:objection.action')}
        </ActionButton>
      </div>
    </Page>
  )
}

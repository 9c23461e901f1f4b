import { useState } from 'react'
import type { ApplicationView } from '../../contract/identity/application.ts'
import { useApplication, useAsk, useCitizen, useGo, useReadSession, useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { TroubleBox } from './trouble.tsx'

const cancellable = new Set<ApplicationView['standing']>(['draft', 'awaiting_visit'])
const renewable = new Set<ApplicationView['standing']>(['not_accepted', 'cancelled', 'expired'])

/** What it made stands, however it stands: whoever lost their telephone, or what the check rested on, is checked again. */
const madeAnIdentity = ({ activation }: ApplicationView) => activation !== 'none'

/** The ends of a case: give it up, start over (R22), or leave this browser. Giving up is asked about once more. */
export function EndCase({ application }: { application: ApplicationView }) {
  const { t } = useTexts()
  const { store } = useCitizen()
  const [, keep] = useApplication()
  const readSession = useReadSession()
  const asking = useAsk()
  const go = useGo()
  const [sure, setSure] = useState(false)
  async function cancel() {
    const view = await asking.ask('application.cancel', { body: {} })
    setSure(false)
    if (view) keep(view)
  }
  async function renew() {
    const view = await asking.ask('application.renew', { body: {} })
    if (!view) return
    store.setState({ checked: null })
    keep(view)
    go(pages.check)
  }
  async function leave() {
    if ((await asking.ask('session.end', { body: {} })) === undefined) return
    store.setState({ checked: null, email: '' })
    await readSession()
    go(pages.welcome)
  }
  return (
    <section className="stack ends no-print" aria-label={t('apply:end.label')}>
      <TroubleBox refusal={asking.refusal} />
      {renewable.has(application.standing) ? (
        <div className="stack tight">
          <p>{t('apply:end.renewText')}</p>
          <div className="row">
            <ActionButton onPress={() => void renew()} pending={asking.pending}>
              {t('apply:end.renew')}
            </ActionButton>
          </div>
        </div>
      ) : (
        madeAnIdentity(application) && <Anew onPress={() => void renew()} pending={asking.pending} />
      )}
      {sure && (
        <div className="notice attention" role="alertdialog" aria-label={t('apply:end.sure')}>
          <div className="stack tight grow">
            <strong>{t('apply:end.sure')}</strong>
            <p>{t('apply:end.sureText')}</p>
            <div className="row">
              <ActionButton kind="danger" onPress={() => void cancel()} pending={asking.pending}>
                {t('apply:end.cancelNow')}
              </ActionButton>
              <ActionButton onPress={() => setSure(false)}>{t('apply:end.keep')}</ActionButton>
            </div>
          </div>
        </div>
      )}
      <div className="row">
        {cancellable.has(application.standing) && !sure && (
          <ActionButton kind="quiet" onPress={() => setSure(true)}>
            {t('apply:end.cancel')}
          </ActionButton>
        )}
        <ActionButton kind="quiet" icon="leave" onPress={() => void leave()}>
          {t('apply:end.leave')}
        </ActionButton>
      </div>
    </section>
  )
}

/** The way back to an identity, or to one that lasts: another application of the same person. */
function Anew({ onPress, pending }: { onPress: () => void; pending: boolean }) {
  const { t } = useTexts()
  return (
    <section className="panel stack tight" aria-labelledby="anew">
      <h2 id="anew">{t('apply:end.anew.title')}</h2>
      <p>{t('apply:end.anew.text')}</p>
      <div className="row">
        <ActionButton onPress={onPress} pending={pending}>
          {t('apply:end.anew.action')}
        </ActionButton>
      </div>
    </section>
  )
}

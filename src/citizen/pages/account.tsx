import { useAsk, useCitizen, useCitizenState, useGo, useReadSession, useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { sayMoment } from '../core/say.ts'
import { Facts } from '../components/facts.tsx'
import { Holder } from '../components/holder.tsx'
import { NoDevice } from '../components/no-device.tsx'
import { Link, Page } from '../components/page.tsx'
import { TroubleBox } from '../components/trouble.tsx'
import { ActionButton } from '../../design/components/buttons.tsx'
import { Mark } from '../../design/components/mark.tsx'
import { lower } from '../components/out-of-use.tsx'

/** The identity as this device knows it: its state, this device, and what to do when something is lost. */
export function AccountPage() {
  const { t, language } = useTexts()
  const { store, ports } = useCitizen()
  const go = useGo()
  const readSession = useReadSession()
  const asking = useAsk()
  const device = useCitizenState((state) => state.session?.device ?? null)
  async function leave() {
    if ((await asking.ask('session.end', { body: {} })) === undefined) return
    await ports.push.end()
    await ports.parcels.forget()
    store.setState({ checked: null, email: '' })
    await readSession()
    go(pages.welcome)
  }
  if (!device)
    return (
      <Page title={t('login:account.title')} back={pages.app}>
        <NoDevice />
      </Page>
    )
  const active = device.account === 'ACTIVE'
  return (
    <Page title={t('login:account.title')} back={pages.app}>
      <section className="panel stack">
        <Mark tone={active ? 'good' : 'bad'}>{t(`login:account.state.${lower(device.account)}`)}</Mark>
        {!active && <p>{t(`login:account.remedy.${lower(device.account)}`)}</p>}
        <Facts
          rows={[
            { name: t('login:account.device'), value: device.name },
            { name: t('login:account.kind'), value: t(`login:kind.${device.kind}`) },
            {
              name: t('login:account.level'),
              value: t(device.reaches_substantial ? 'login:account.substantial' : 'login:account.low'),
            },
            { name: t('login:account.since'), value: sayMoment(device.added_at, language) },
            { name: t('login:account.tries'), value: String(device.attempts_left) },
          ]}
        />
      </section>
      <Holder device={device} />
      <p>
        <Link to={pages.rights} text={t('login:account.rights')} icon="forward" />
      </p>
      <section className="stack tight" aria-labelledby="lost">
        <h2 id="lost">{t('login:account.lost')}</h2>
        <p>{t('login:account.lostText')}</p>
        <p>
          <Link to={pages.reset} text={t('login:reset.link')} icon="forward" />
        </p>
        <p>
          <Link to={pages.help} text={t('login:account.help')} />
        </p>
      </section>
      <TroubleBox refusal={asking.refusal} />
      <div className="row">
        <ActionButton kind="quiet" icon="leave" onPress={() => void leave()}>
          {t('login:account.leave')}
        </ActionButton>
      </div>
    </Page>
  )
}

import type { OwnService, OwnSession } from '../../contract/identity/services.ts'
import { Page } from '../components/page.tsx'
import { useClaims } from '../components/pending-card.tsx'
import { TroubleBox } from '../components/trouble.tsx'
import { useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { sayClock, sayMoment } from '../core/say.ts'
import { useRead } from '../core/use-read.ts'
import { ActionButton } from '../../design/components/buttons.tsx'

/** What services received of the holder and when, where the holder is logged in, and how each is ended. */
export function ServicesPage() {
  const { t } = useTexts()
  const { view, keep, asking } = useRead('services.read')
  const { ask, refusal, pending } = asking
  const endService = async ({ service_id }: OwnService) =>
    keep(await ask('services.end', { params: { service_id }, body: {} }))
  const endSession = async ({ session_id }: OwnSession) =>
    keep(await ask('services.end_session', { params: { session_id }, body: {} }))
  return (
    <Page title={t('login:services.title')} lead={t('login:services.lead')} back={pages.account}>
      <TroubleBox refusal={refusal} />
      {view && (
        <>
          <section className="stack tight" aria-labelledby="received">
            <h2 id="received">{t('login:services.received')}</h2>
            <p className="soft">{t('login:services.receivedLead')}</p>
            {view.services.length === 0 && <p>{t('login:services.none')}</p>}
            <ul className="stack tight">
              {view.services.map((one) => (
                <Service key={one.service_id} one={one} busy={pending} onEnd={() => void endService(one)} />
              ))}
            </ul>
          </section>
          <section className="stack tight" aria-labelledby="sessions">
            <h2 id="sessions">{t('login:services.sessions')}</h2>
            {view.sessions.length === 0 && <p>{t('login:services.noSession')}</p>}
            <ul className="stack tight">
              {view.sessions.map((one) => (
                <Session key={one.session_id} one={one} busy={pending} onEnd={() => void endSession(one)} />
              ))}
            </ul>
          </section>
        </>
      )}
    </Page>
  )
}

interface RowProps<T> {
  one: T
  busy: boolean
  onEnd(): void
}

function Service({ one, busy, onEnd }: RowProps<OwnService>) {
  const { t, language } = useTexts()
  const { service, hub, first_at, last_at, times } = one
  const claims = useClaims(one.claims)
  return (
    <li className="panel stack tight">
      <p className="strong">
        {service}
        {hub !== null && ` ${t('login:holder.by', { hub })}`}
      </p>
      <p>{claims === '' ? t('login:services.nothing') : t('login:services.claims', { claims })}</p>
      <p className="soft">
        {t('login:services.when', {
          count: times,
          first: sayMoment(first_at, language),
          last: `${sayMoment(last_at, language)}, ${sayClock(last_at, language)}`,
        })}
      </p>
      <div className="row">
        <ActionButton kind="quiet" pending={busy} onPress={onEnd}>
          {t('login:services.end', { service })}
        </ActionButton>
      </div>
    </li>
  )
}

function Session({ one, busy, onEnd }: RowProps<OwnSession>) {
  const { t, language } = useTexts()
  const clock = (at: string) => `${sayMoment(at, language)}, ${sayClock(at, language)}`
  return (
    <li className="panel stack tight">
      <p className="strong">{one.services.join(', ')}</p>
      <p>{t('login:services.open', { from: clock(one.begun_at), until: clock(one.ends_at) })}</p>
      <div className="row">
        <ActionButton kind="quiet" pending={busy} onPress={onEnd}>
          {t('login:services.endSession', { at: sayClock(one.begun_at, language) })}
        </ActionButton>
      </div>
    </li>
  )
}

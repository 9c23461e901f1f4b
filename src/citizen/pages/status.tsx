import { useEffect } from 'react'
import type { ApplicationView } from '../../contract/identity/application.ts'
import { useApplication, useAsk, useCitizenState, useGo, useReadSession, useTexts } from '../core/context.tsx'
import { nextPath, pages } from '../core/routes.ts'
import { sayMoment } from '../core/say.ts'
import { sayDay } from '../../texts/say-time.ts'
import { CaseTrack } from '../components/case-track.tsx'
import { ContestForm } from '../components/contest-form.tsx'
import { EndCase } from '../components/end-case.tsx'
import { Page } from '../components/page.tsx'
import { ReferenceCard } from '../components/reference-card.tsx'
import { TroubleBox } from '../components/trouble.tsx'
import { ActionButton } from '../../design/components/buttons.tsx'
import { Notice } from '../../design/components/notice.tsx'
import { SessionNeeded } from './session-needed.tsx'
import { useChannelText } from './summary.tsx'

const waiting = new Set<ApplicationView['standing']>(['awaiting_visit', 'received', 'being_checked', 'suspended'])
const toActivate = new Set<ApplicationView['activation']>(['none', 'activation_pending'])
const lookAgainMs = 15_000

/** Where the case stands, why, what to do now, and how to disagree (R19, R21, R22). */
export function StatusPage() {
  const [application] = useApplication()
  const asked = useCitizenState((state) => state.session !== null)
  useLookAgain(application !== null && (waiting.has(application.standing) || application.activation === 'none'))
  if (!application) return asked ? <SessionNeeded /> : null
  return <Standing application={application} />
}

/** What happens at the counter shows here without a touch. */
function useLookAgain(wanted: boolean) {
  const readSession = useReadSession()
  useEffect(() => {
    if (!wanted) return
    const timer = setInterval(() => document.visibilityState === 'visible' && void readSession(), lookAgainMs)
    return () => clearInterval(timer)
  }, [wanted, readSession])
}

function Standing({ application }: { application: ApplicationView }) {
  const { t, language } = useTexts()
  const go = useGo()
  const { standing, reference } = application
  const channel = useChannelText(application)
  const toVisit = standing === 'awaiting_visit' || standing === 'suspended'
  const gaps = { until: sayMoment(application.expires_at, language), channel }
  // Once it was activated there is nothing left to do for it.
  const isOver = standing === 'accepted' && !toActivate.has(application.activation)
  const lead = isOver ? t('apply:standing.accepted.activated') : t(`apply:standing.${standing}.lead`, gaps)
  return (
    <Page title={t(`apply:standing.${standing}.title`)} lead={lead}>
      {standing === 'draft' && (
        <div className="row actions">
          <button type="button" className="button primary next" onClick={() => go(nextPath(application.missing))}>
            {t('apply:welcome.goOn')}
          </button>
        </div>
      )}
      {standing !== 'draft' && standing !== 'cancelled' && standing !== 'expired' && (
        <CaseTrack application={application} />
      )}
      {reference !== null && toVisit && <ReferenceCard reference={reference} />}
      {toVisit && (
        <section className="panel stack tight" aria-labelledby="bring">
          <h2 id="bring">{t('apply:status.bring')}</h2>
          <p>{t(`apply:status.bringText.${application.channel ?? 'counter'}`, gaps)}</p>
          {application.document_expires_on && (
            <p>{t('apply:status.documentUntil', { day: sayDay(application.document_expires_on, language) })}</p>
          )}
        </section>
      )}
      {standing === 'accepted' && <Activation application={application} />}
      {application.reasons.length > 0 && <Reasons codes={application.reasons} />}
      {standing === 'not_accepted' && <ContestForm application={application} />}
      <EndCase application={application} />
    </Page>
  )
}

/** Why, and what to do about it, reason by reason. */
function Reasons({ codes }: { codes: readonly string[] }) {
  const { t, code } = useTexts()
  return (
    <section className="stack" aria-labelledby="why">
      <h2 id="why">{t('apply:status.why')}</h2>
      {codes.map((reason) => (
        <div key={reason} className="panel stack tight">
          <h3>{code(`reasons:${reason}.title`) ?? t('apply:status.otherReason')}</h3>
          <p>{code(`reasons:${reason}.next`) ?? t('apply:status.otherNext')}</p>
        </div>
      ))}
    </section>
  )
}

/** Accepted: the mail with the link, and another where it did not come. */
function Activation({ application }: { application: ApplicationView }) {
  const { t } = useTexts()
  const asking = useAsk()
  const [, keep] = useApplication()
  const go = useGo()
  const { activation } = application
  async function resend() {
    const view = await asking.ask('application.resend_activation', { body: {} })
    if (view) keep(view)
  }
  if (activation === 'active')
    return (
      <div className="row actions">
        <button type="button" className="button primary next" onClick={() => go(pages.app)}>
          {t('apply:welcome.openApp')}
        </button>
      </div>
    )
  if (activation !== 'activation_pending' && activation !== 'none')
    return (
      <Notice tone="attention">
        <p>{t(`login:account.state.${activation}`)}</p>
      </Notice>
    )
  return (
    <section className="panel stack" aria-labelledby="activation">
      <h2 id="activation">{t('apply:status.activate')}</h2>
      <p>{t('apply:status.activateText', { to: application.email })}</p>
      <TroubleBox refusal={asking.refusal} />
      {activation === 'activation_pending' && (
        <div className="row">
          <ActionButton onPress={() => void resend()} pending={asking.pending}>
            {t('apply:status.resend')}
          </ActionButton>
        </div>
      )}
    </section>
  )
}

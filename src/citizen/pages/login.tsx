import { useEffect, useState } from 'react'
import type { LoginView } from '../../contract/identity/login.ts'
import { Refusal } from '../core/api.ts'
import { useAsk, useCitizen, useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { useClaims } from '../components/pending-card.tsx'
import { Tick } from '../components/choices.tsx'
import { Link, Page } from '../components/page.tsx'
import { BigNumber } from '../components/big-number.tsx'
import { EmailField, emailProblems } from '../components/email-field.tsx'
import { StepForm } from '../components/step-form.tsx'
import { TroubleBox } from '../components/trouble.tsx'
import { ActionButton } from '../../design/components/buttons.tsx'
import { Icon } from '../../design/components/icon.tsx'
import { Notice } from '../../design/components/notice.tsx'
import { useProblems } from './use-step.ts'

/** The page that a service sends the citizen to: name oneself, see the number, wait for the telephone, go back (R25). */
export function LoginPage({ uid }: { uid: string }) {
  const { t } = useTexts()
  const { view, refusal, keep } = useLogin(uid)
  if (!view)
    return (
      <Page title={t('login:page.title')}>
        {refusal ? <TroubleBox refusal={refusal} /> : <p role="status">{t('apply:working')}</p>}
      </Page>
    )
  const from = { service: view.service, hub: view.hub }
  const bodies = {
    name: <NameYourself uid={uid} view={view} onView={keep} />,
    waiting: <Number view={view} />,
    approved: <p role="status">{t('login:page.goingBack', from)}</p>,
    refused: <Over stage="refused" />,
    expired: <Over stage="expired" />,
  }
  return (
    <Page title={t(`login:page.stage.${view.stage}`, from)} lead={<Asks view={view} />}>
      {bodies[view.stage]}
      {view.stage !== 'approved' && (
        <p>
          <a className="link" href={view.cancel_url}>
            <Icon name="back" size={18} />
            <span>{t('login:page.cancel', from)}</span>
          </a>
        </p>
      )}
    </Page>
  )
}

function Asks({ view }: { view: LoginView }) {
  const { t } = useTexts()
  const claims = useClaims(view.claims)
  const { service, hub } = view
  return (
    <div className="stack tight">
      <p>{hub === null ? t('login:page.asks', { service }) : t('login:page.asksBy', { service, hub })}</p>
      {view.stage === 'name' && <p className="small">{t('login:page.receives', { claims })}</p>}
    </div>
  )
}

/** The login as it stands; while it waits, the service is asked until it changes. Once approved the browser goes back. */
function useLogin(uid: string) {
  const { ports } = useCitizen()
  const [view, setView] = useState<LoginView | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [round, setRound] = useState(0)
  const stage = view?.stage
  useEffect(() => {
    if (stage !== undefined && stage !== 'waiting') return
    const leaving = new AbortController()
    const query = stage === 'waiting' ? { seen: stage } : {}
    ports.api.ask('login.read', { params: { uid }, query, signal: leaving.signal }).then(
      (answer) => {
        setView(answer)
        if (answer.stage === 'waiting') setRound((value) => value + 1)
      },
      (error: unknown) => {
        if (leaving.signal.aborted) return
        const refused = error instanceof Refusal ? error : new Refusal('internal_error')
        // A network that drops for a moment ends nothing.
        if (stage === 'waiting' && refused.code !== 'login_over') setTimeout(() => setRound((value) => value + 1), 2000)
        else {
          setView(null)
          setRefusal(refused)
        }
      },
    )
    return () => leaving.abort()
  }, [ports, uid, stage, round])
  useEffect(() => {
    if (view?.stage === 'approved' && view.continue_url) ports.leaveTo(view.continue_url)
  }, [ports, view])
  return { view, refusal, keep: setView }
}

interface NameProps {
  uid: string
  view: LoginView
  onView(view: LoginView): void
}

function NameYourself({ uid, view, onView }: NameProps) {
  const { t } = useTexts()
  const asking = useAsk()
  const { problems, check } = useProblems(asking, { email: 'email' })
  const [other, setOther] = useState(view.remembered === null)
  const [email, setEmail] = useState('')
  const [remember, setRemember] = useState(false)
  async function submit() {
    if (!check(other ? emailProblems(email) : [])) return
    const body = other ? { email: email.trim(), remember } : { remembered: true as const }
    const answer = await asking.ask('login.name', { params: { uid }, body })
    if (answer) onView(answer)
  }
  return (
    <>
      <StepForm
        onSubmit={() => void submit()}
        action={other ? t('login:page.action') : t('login:page.actionRemembered', { who: view.remembered })}
        asking={asking}
        problems={problems}
        beside={
          other ? undefined : (
            <ActionButton kind="quiet" onPress={() => setOther(true)}>
              {t('login:page.somebodyElse')}
            </ActionButton>
          )
        }
      >
        {other && (
          <>
            <EmailField
              hint={t('login:page.emailHint')}
              value={email}
              onChange={setEmail}
              problem={problems.of('email')}
            />
            <Tick id="remember" checked={remember} onChange={setRemember} label={t('login:page.remember')} />
          </>
        )}
      </StepForm>
      <ul className="stack tight">
        <li>
          <Link to={pages.welcome} text={t('login:page.create')} />
        </li>
        <li>
          <Link to={pages.help} text={t('login:page.forgotten')} />
        </li>
        <li>
          <Link to={pages.help} text={t('apply:welcome.noPhone')} />
        </li>
      </ul>
    </>
  )
}

function Number({ view }: { view: LoginView }) {
  const { t } = useTexts()
  return (
    <>
      <BigNumber label={t('login:page.number')} number={view.number} />
      <ol className="numbered">
        <li>{t('login:page.step.open')}</li>
        <li>{t('login:page.step.compare', { service: view.service })}</li>
        <li>{t('login:page.step.enter')}</li>
      </ol>
      <p className="soft">{t('login:page.nothing')}</p>
    </>
  )
}

function Over({ stage }: { stage: 'refused' | 'expired' }) {
  const { t } = useTexts()
  return (
    <div role="alert">
      <Notice tone={stage === 'refused' ? 'bad' : 'attention'}>
        <p>{t(`login:page.over.${stage}`)}</p>
      </Notice>
    </div>
  )
}

import { useState } from 'react'
import { useApplication, useAsk, useCitizen, useGo, useReadSession, useTexts } from '../core/context.tsx'
import { nextPath, pages } from '../core/routes.ts'
import { CodeStep, HaveCode, useSentCode } from '../components/code-step.tsx'
import { EmailField, emailProblems } from '../components/email-field.tsx'
import { StepForm } from '../components/step-form.tsx'
import { StepPage } from '../components/step-page.tsx'
import { useProblems } from './use-step.ts'

/** Begins an application, or takes it up again on this device: the same two pages, so that nobody has to know which. */
export function EmailPage() {
  const { t, language } = useTexts()
  const { store } = useCitizen()
  const [, keep] = useApplication()
  const readSession = useReadSession()
  const go = useGo()
  const asking = useAsk()
  const { problems, check } = useProblems(asking, { email: 'email' })
  const [email, setEmail] = useState(store.getState().email)
  const { sent, take, haveOne, change } = useSentCode(asking)

  async function give() {
    if (!check(emailProblems(email))) return
    store.setState({ email: email.trim() })
    const answer = await asking.ask('email.give', { body: { email: email.trim(), language } })
    if (answer) take(answer)
  }
  function enterOne() {
    if (!check(emailProblems(email))) return
    store.setState({ email: email.trim() })
    haveOne()
  }
  async function confirm(code: string) {
    const view = await asking.ask('email.confirm', { body: { email: email.trim(), code } })
    if (!view) return
    keep(view)
    await readSession()
    go(view.standing === 'draft' ? nextPath(view.missing) : pages.status)
  }
  if (sent) {
    const lead = sent.isBefore ? t('apply:code.before') : t('apply:email.codeLead', { to: email.trim() })
    return (
      <StepPage step="email" title={t('apply:email.codeTitle')} lead={lead}>
        <CodeStep
          asking={asking}
          sent={sent.code}
          action={t('apply:email.confirm')}
          onCode={(code) => void confirm(code)}
          onResend={() => void give()}
          onChange={change}
          changeLabel={t('apply:email.change')}
        />
      </StepPage>
    )
  }
  return (
    <StepPage step="email" title={t('apply:email.title')} lead={t('apply:email.lead')}>
      <StepForm
        onSubmit={() => void give()}
        action={t('apply:email.action')}
        asking={asking}
        problems={problems}
        beside={<HaveCode onPress={enterOne} />}
      >
        <EmailField hint={t('apply:email.hint')} value={email} onChange={setEmail} problem={problems.of('email')} />
      </StepForm>
    </StepPage>
  )
}

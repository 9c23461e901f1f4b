import { useState } from 'react'
import type { CodeSent } from '../../contract/identity/application.ts'
import { useTexts } from '../core/context.tsx'
import { CodeStep, HaveCode, sentBefore } from '../components/code-step.tsx'
import { PhoneField } from '../components/phone-field.tsx'
import { StepForm } from '../components/step-form.tsx'
import { StepPage } from '../components/step-page.tsx'
import { useStep } from './use-step.ts'

/** The mobile number, proved by a code sent there (R2, R11). */
export function PhonePage() {
  const { t } = useTexts()
  const { application, asking, problems, check, goOn } = useStep({ phone: 'phone' })
  const [phone, setPhone] = useState(application?.phone ?? '')
  const [sent, setSent] = useState<CodeSent | null>(null)
  const [isBefore, setBefore] = useState(false)
  const kept = application?.phone === phone.trim() && phone !== ''

  async function give() {
    if (kept) return goOn(application)
    if (!check(phone.trim() === '' ? [{ field: 'phone', code: 'missing' }] : [])) return
    const answer = await asking.ask('phone.give', { body: { phone: phone.trim() } })
    if (!answer) return
    setBefore(false)
    setSent(answer)
  }
  function haveOne() {
    asking.refuse(null)
    setBefore(true)
    setSent(sentBefore())
  }
  function change() {
    asking.refuse(null)
    setSent(null)
  }
  if (sent) {
    const lead = isBefore ? t('apply:code.before') : t('apply:phone.codeLead', { phone: phone.trim() })
    return (
      <StepPage step="phone" title={t('apply:phone.codeTitle')} lead={lead}>
        <CodeStep
          asking={asking}
          sent={sent}
          action={t('apply:phone.confirm')}
          onCode={(code) => void asking.ask('phone.confirm', { body: { code } }).then(goOn)}
          onResend={() => (phone.trim() === '' ? change() : void give())}
          onChange={change}
          changeLabel={t('apply:phone.change')}
        />
      </StepPage>
    )
  }
  return (
    <StepPage step="phone" title={t('apply:phone.title')} lead={t('apply:phone.lead')}>
      <StepForm
        onSubmit={() => void give()}
        action={kept ? t('apply:goOn') : t('apply:phone.action')}
        asking={asking}
        problems={problems}
        beside={!kept && <HaveCode onPress={haveOne} />}
      >
        <PhoneField
          label={t('apply:phone.label')}
          hint={t('apply:phone.hint')}
          value={phone}
          onChange={setPhone}
          problem={problems.of('phone')}
        />
      </StepForm>
    </StepPage>
  )
}

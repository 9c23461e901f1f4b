import { useState } from 'react'
import { useTexts } from '../core/context.tsx'
import { CodeStep, HaveCode, useSentCode } from '../components/code-step.tsx'
import { PhoneField } from '../components/phone-field.tsx'
import { StepForm } from '../components/step-form.tsx'
import { StepPage } from '../components/step-page.tsx'
import { useStep } from './use-step.ts'

/** The mobile number, proved by a code sent there (R2, R11). */
export function PhonePage() {
  const { t } = useTexts()
  const { application, asking, problems, check, goOn } = useStep({ phone: 'phone' })
  const [phone, setPhone] = useState(application?.phone ?? '')
  const { sent, take, haveOne, change } = useSentCode(asking)
  const kept = application?.phone === phone.trim() && phone !== ''

  async function give() {
    if (kept) return goOn(application)
    if (!check(phone.trim() === '' ? [{ field: 'phone', code: 'missing' }] : [])) return
    const answer = await asking.ask('phone.give', { body: { phone: phone.trim() } })
    if (answer) take(answer)
  }
  if (sent) {
    const lead = sent.isBefore ? t('apply:code.before') : t('apply:phone.codeLead', { phone: phone.trim() })
    return (
      <StepPage step="phone" title={t('apply:phone.codeTitle')} lead={lead}>
        <CodeStep
          asking={asking}
          sent={sent.code}
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

import { useState } from 'react'
import { consentTextVersions } from '../../contract/consent-texts.ts'
import { useTexts } from '../core/context.tsx'
import { Tick } from '../components/choices.tsx'
import { KeptTable } from '../components/kept-table.tsx'
import { StepForm } from '../components/step-form.tsx'
import { StepPage } from '../components/step-page.tsx'
import { Icon, type IconName } from '../../design/components/icon.tsx'
import { useStep } from './use-step.ts'

const points: { key: 'read' | 'chip' | 'face' | 'free'; icon: IconName }[] = [
  { key: 'read', icon: 'card' },
  { key: 'chip', icon: 'reader' },
  { key: 'face', icon: 'face' },
  { key: 'free', icon: 'info' },
]

/** What is done, what is kept and how long, then a yes that has to be said: nothing is ticked beforehand (R13, R14). */
export function ConsentPage() {
  const { t } = useTexts()
  const { asking, problems, check, goOn } = useStep({ agreed: 'agreed' })
  const [agreed, setAgreed] = useState(false)
  async function submit() {
    if (!check(agreed ? [] : [{ field: 'agreed', code: 'agreed_missing' }])) return
    const text_version = consentTextVersions.at(-1)!
    goOn(await asking.ask('consent.give', { body: { text_version, agreed: true } }))
  }
  return (
    <StepPage step="consent" title={t('apply:consent.title')} lead={t('apply:consent.lead')}>
      <section className="stack" aria-labelledby="done">
        <h2 id="done">{t('apply:consent.done')}</h2>
        <ul className="points">
          {points.map(({ key, icon }) => (
            <li key={key}>
              <Icon name={icon} size={26} />
              <span>{t(`consent:${key}`)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className="stack" aria-labelledby="kept">
        <h2 id="kept">{t('apply:kept.title')}</h2>
        <KeptTable />
      </section>
      <StepForm onSubmit={() => void submit()} action={t('apply:consent.action')} asking={asking} problems={problems}>
        <Tick
          id="agreed"
          checked={agreed}
          onChange={setAgreed}
          label={t('apply:consent.agree')}
          problem={problems.of('agreed')}
        />
      </StepForm>
    </StepPage>
  )
}

import { useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import type { Language } from '../../contract/identity.ts'
import { ActionButton, NextButton } from '../../design/components/buttons.tsx'
import { ConsentText, consentVersion } from '../components/compare/consent-text.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { Segments } from '../../design/components/segments.tsx'
import { StepLayout } from '../components/layout/step-layout.tsx'
import { Waiting } from '../../design/components/waiting.tsx'
import { maskEmail, maskPhone } from '../core/mask-contact.ts'
import { useIntent, useSession, useUi } from '../core/context.tsx'

/** The application was found: the citizen hears what will be read and why, and consents. */
export function ApplicationStep() {
  const { t, language: shown } = useTexts()
  const { store } = useUi()
  const { application, busy } = useSession()
  const { run, pending, failure } = useIntent()
  const [language, setLanguage] = useState<Language>(shown)
  if (!application || busy)
    return (
      <StepLayout title={t('application:searching')} lead={t('application:searchingLead')}>
        <Waiting label={t('application:searching')} />
      </StepLayout>
    )
  const { declared } = application
  return (
    <StepLayout
      title={t('application:title', { name: `${declared.givenNames[0]} ${declared.usageName ?? declared.birthName}` })}
      lead={t('application:lead')}
      next={
        <NextButton
          pending={pending}
          onPress={() => void run('session.consent', { textVersion: consentVersion, language })}
        >
          {t('application:consents')}
        </NextButton>
      }
    >
      <div className="spread">
        <Segments
          label={t('application:language')}
          value={language}
          onChange={setLanguage}
          options={[
            { value: 'fr', label: 'Français' },
            { value: 'en', label: 'English' },
          ]}
        />
        <ActionButton icon="person" onPress={() => store.setState({ sheet: 'citizen' })}>
          {t('application:show')}
        </ActionButton>
      </div>
      <section className="panel flat" lang={language} aria-label={t('application:consentText')}>
        <ConsentText language={language} />
      </section>
      <dl className="contact-check" aria-label={t('application:contact')}>
        <dt>{t('application:contact')}</dt>
        <dd>
          <strong>{maskEmail(declared.email)}</strong>
          <strong>{maskPhone(declared.phone)}</strong>
        </dd>
        <dd className="soft small">{t('application:contactWrong')}</dd>
      </dl>
      <FailureLine failure={failure} />
    </StepLayout>
  )
}

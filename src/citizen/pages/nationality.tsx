import { useState } from 'react'
import { useTexts } from '../core/context.tsx'
import { documentTypes } from '../../contract/documents.ts'
import { Choices } from '../components/choices.tsx'
import { CountryField } from '../components/country-field.tsx'
import { StepForm } from '../components/step-form.tsx'
import { StepPage } from '../components/step-page.tsx'
import { missing, useStep } from './use-step.ts'

type Kind = 'french' | 'other'
const ids = { nationality: 'nationality', country: 'country', documentType: 'nationality' }

/** French by a French document, another by a residence permit (R6). */
export function NationalityPage() {
  const { t } = useTexts()
  const { declared, asking, problems, save } = useStep(ids)
  const usual = declared.documentType && documentTypes[declared.documentType].issuedTo === 'foreign' ? 'other' : null
  const [kind, setKind] = useState<Kind | null>(
    declared.nationality ? (declared.nationality === 'FRA' ? 'french' : 'other') : usual,
  )
  const [country, setCountry] = useState(declared.nationality === 'FRA' ? '' : (declared.nationality ?? ''))
  const submit = () => {
    const found = [
      ...missing('nationality', kind === null, 'not_chosen'),
      ...missing('country', kind === 'other' && country === '', 'not_chosen'),
    ]
    void save({ declared: { nationality: kind === 'french' ? 'FRA' : country } }, found)
  }
  return (
    <StepPage step="nationality" title={t('apply:nationality.title')} lead={t('apply:nationality.lead')}>
      <StepForm onSubmit={submit} action={t('apply:save')} asking={asking} problems={problems}>
        <Choices
          id="nationality"
          label={t('apply:nationality.title')}
          hideLabel
          value={kind}
          onChange={setKind}
          problem={problems.of('nationality')}
          options={(['french', 'other'] as const).map((value) => ({
            value,
            label: t(`apply:nationality.${value}`),
            hint: t(`apply:nationality.${value}Hint`),
          }))}
        />
        {kind === 'other' && (
          <CountryField
            label={t('apply:nationality.country')}
            value={country}
            onChange={setCountry}
            problem={problems.of('country')}
          />
        )}
      </StepForm>
    </StepPage>
  )
}

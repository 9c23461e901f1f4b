import { useState } from 'react'
import { useTexts } from '../core/context.tsx'
import type { Sex } from '../../contract/identity.ts'
import { Choices } from '../components/choices.tsx'
import { NameDrawing } from '../components/name-drawing.tsx'
import { StepForm } from '../components/step-form.tsx'
import { StepPage } from '../components/step-page.tsx'
import { Notice } from '../../design/components/notice.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { missing, useStep } from './use-step.ts'

const ids = { birthName: 'birthName', givenNames: 'givenNames', usageName: 'usageName', sex: 'sex' }
/** Given names stand apart by commas or, as on most documents, by spaces; a hyphen holds one name together. */
const splitNames = (typed: string) => typed.split(/[\s,]+/).filter(Boolean)

/** Names exactly as on the document: said before they are typed, and shown where each is printed (R9, R10). */
export function NamesPage() {
  const { t } = useTexts()
  const { declared, asking, problems, save } = useStep(ids)
  const [birthName, setBirthName] = useState(declared.birthName ?? '')
  const [givenNames, setGivenNames] = useState((declared.givenNames ?? []).join(', '))
  const [usageName, setUsageName] = useState(declared.usageName ?? '')
  const [sex, setSex] = useState<Sex | null>(declared.sex ?? null)
  const names = splitNames(givenNames)

  const submit = () => {
    const change = { birthName: birthName.trim(), givenNames: names, usageName: usageName.trim() || null, sex }
    const found = [
      ...missing('birthName', birthName.trim() === ''),
      ...missing('givenNames', names.length === 0),
      ...missing('sex', sex === null, 'not_chosen'),
    ]
    void save({ declared: change }, found)
  }
  return (
    <StepPage step="names" title={t('apply:names.title')} lead={t('apply:names.lead')}>
      <Notice tone="attention">
        <p>{t('apply:names.exact')}</p>
      </Notice>
      <NameDrawing type={declared.documentType} show={['birthName', 'givenNames', 'usageName']} />
      <StepForm onSubmit={submit} action={t('apply:save')} asking={asking} problems={problems}>
        <TextEntry
          id="birthName"
          label={t('apply:names.birthName')}
          hint={t('apply:names.birthNameHint')}
          maxLength={120}
          value={birthName}
          onChange={setBirthName}
          problem={problems.of('birthName')}
        />
        <TextEntry
          id="givenNames"
          label={t('apply:names.givenNames')}
          hint={t('apply:names.givenNamesHint')}
          autoComplete="given-name"
          value={givenNames}
          onChange={setGivenNames}
          problem={problems.of('givenNames')}
        />
        {names.length > 0 && (
          <p role="status" className="hint">
            {t('apply:names.read', { count: names.length, names: names.join(' · ') })}
          </p>
        )}
        <TextEntry
          id="usageName"
          label={t('apply:names.usageName')}
          hint={t('apply:names.usageNameHint')}
          maxLength={120}
          value={usageName}
          onChange={setUsageName}
          problem={problems.of('usageName')}
        />
        <Choices
          id="sex"
          label={t('apply:names.sex')}
          value={sex}
          onChange={setSex}
          problem={problems.of('sex')}
          options={(['F', 'M', 'X'] as const).map((value) => ({ value, label: t(`words:sex.${value}`) }))}
        />
      </StepForm>
    </StepPage>
  )
}

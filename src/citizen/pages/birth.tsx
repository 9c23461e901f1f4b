import { useState } from 'react'
import { useCitizen, useSearch, useTexts } from '../core/context.tsx'
import { readTypedDate, typeDate, type TypedDate } from '../core/dates.ts'
import type { BirthPlace } from '../../contract/identity.ts'
import { Choices } from '../components/choices.tsx'
import { CountryField } from '../components/country-field.tsx'
import { DateFields } from '../components/date-fields.tsx'
import { SearchList } from '../components/search-list.tsx'
import { StepForm } from '../components/step-form.tsx'
import { StepPage } from '../components/step-page.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { missing, useStep } from './use-step.ts'

type Where = 'france' | 'abroad'
const ids = { birthDate: 'birthDate', where: 'where', 'birthPlace.country': 'country', birthPlace: 'place' }
const whereOf = (place: BirthPlace | undefined): Where | null =>
  place ? (place.country === 'FRA' ? 'france' : 'abroad') : null

interface TypedBirth {
  date: TypedDate
  where: Where | null
  typed: string
  commune: { code: string; name: string } | null
  country: string
}

/** What was typed as the contract takes it, and what is wrong with it. */
function readBirth({ date, where, typed, commune, country }: TypedBirth) {
  const read = readTypedDate(date, true)
  const abroad = where === 'abroad'
  const found = [
    ...(read.ok ? [] : [{ field: 'birthDate', code: read.problem }]),
    ...missing('where', where === null, 'not_chosen'),
    ...missing('birthPlace.country', abroad && country === '', 'not_chosen'),
    ...missing('birthPlace', abroad && typed.trim() === ''),
    ...missing('birthPlace', where === 'france' && commune === null, 'commune_not_chosen'),
  ]
  const birthPlace = abroad
    ? { name: typed.trim(), inseeCode: null, country: country || null }
    : { name: commune?.name ?? '', inseeCode: commune?.code ?? null, country: 'FRA' }
  return { found, birthDate: read.ok ? read.value : '', birthPlace }
}

/** Date and place of birth: in France a commune of the official list (COG), abroad a town and its country (R9, R10). */
export function BirthPage() {
  const { t } = useTexts()
  const { store } = useCitizen()
  const { declared, asking, problems, save } = useStep(ids)
  const before = declared.birthPlace
  const [date, setDate] = useState(typeDate(declared.birthDate ?? store.getState().checked?.birth_date))
  const [where, setWhere] = useState<Where | null>(whereOf(before))
  const [typed, setTyped] = useState(before?.name ?? '')
  const [commune, setCommune] = useState<{ code: string; name: string } | null>(
    before?.inseeCode ? { code: before.inseeCode, name: before.name } : null,
  )
  const [country, setCountry] = useState(before && before.country !== 'FRA' ? (before.country ?? '') : '')

  const submit = () => {
    const { found, birthDate, birthPlace } = readBirth({ date, where, typed, commune, country })
    void save({ declared: { birthDate, birthPlace } }, found)
  }
  return (
    <StepPage step="birth" title={t('apply:birth.title')} lead={t('apply:birth.lead')}>
      <StepForm onSubmit={submit} action={t('apply:save')} asking={asking} problems={problems}>
        <DateFields
          id="birthDate"
          label={t('apply:birth.date')}
          hint={t('apply:birth.dateHint')}
          value={date}
          onChange={setDate}
          problem={problems.of('birthDate')}
          autoComplete="bday"
        />
        <Choices
          id="where"
          label={t('apply:birth.where')}
          value={where}
          onChange={(chosen) => {
            setWhere(chosen)
            setCommune(null)
            setTyped('')
          }}
          problem={problems.of('where')}
          options={(['france', 'abroad'] as const).map((value) => ({
            value,
            label: t(`apply:birth.${value}`),
            hint: t(`apply:birth.${value}Hint`),
          }))}
        />
        {where === 'france' && (
          <CommuneSearch
            typed={typed}
            chosen={commune}
            problem={problems.of('place')}
            onType={(text) => {
              setTyped(text)
              setCommune(null)
            }}
            onChoose={(one) => {
              setCommune(one)
              setTyped(one.name)
            }}
          />
        )}
        {where === 'abroad' && (
          <Abroad
            country={country}
            onCountry={setCountry}
            town={typed}
            onTown={setTyped}
            problems={{ country: problems.of('country'), town: problems.of('place') }}
          />
        )}
      </StepForm>
    </StepPage>
  )
}

interface CommuneSearchProps {
  typed: string
  chosen: { code: string; name: string } | null
  problem: string | null
  onType(text: string): void
  onChoose(one: { code: string; name: string }): void
}

function CommuneSearch({ typed, chosen, problem, onType, onChoose }: CommuneSearchProps) {
  const { t } = useTexts()
  const { api } = useCitizen().ports
  const search = useSearch(chosen ? '' : typed, 2, (q, signal) => api.ask('communes.search', { query: { q }, signal }))
  const found = chosen ? [{ ...chosen, postcodes: [] }] : (search.answer?.communes ?? null)
  const said = () => {
    if (chosen) return t('apply:birth.chosen', { name: chosen.name, code: chosen.code })
    if (search.failed) return t('apply:search.failed')
    if (!search.isCurrent || !found) return t('apply:birth.typeCommune')
    return found.length === 0 ? t('apply:birth.noCommune') : t('apply:search.found', { count: found.length })
  }
  return (
    <SearchList
      id="place"
      label={t('apply:birth.commune')}
      hint={t('apply:birth.communeHint')}
      typed={typed}
      onType={onType}
      found={
        found &&
        found.map(({ code, name, postcodes }) => ({
          key: code,
          label: name,
          detail: [code, ...postcodes.slice(0, 1)].join(' · '),
        }))
      }
      chosen={chosen?.code ?? null}
      onChoose={(code) => {
        const one = found?.find((each) => each.code === code)
        if (one) onChoose({ code: one.code, name: one.name })
      }}
      said={said()}
      problem={problem}
    />
  )
}

interface AbroadProps {
  country: string
  onCountry(code: string): void
  town: string
  onTown(name: string): void
  problems: { country: string | null; town: string | null }
}

function Abroad({ country, onCountry, town, onTown, problems }: AbroadProps) {
  const { t } = useTexts()
  return (
    <>
      <CountryField label={t('apply:birth.country')} value={country} onChange={onCountry} problem={problems.country} />
      <TextEntry
        id="place"
        label={t('apply:birth.town')}
        hint={t('apply:birth.townHint')}
        maxLength={120}
        value={town}
        onChange={onTown}
        problem={problems.town}
      />
    </>
  )
}

import { useState } from 'react'
import { useCitizen, useSearch, useTexts } from '../core/context.tsx'
import { SearchList } from '../components/search-list.tsx'
import { StepForm } from '../components/step-form.tsx'
import { StepPage } from '../components/step-page.tsx'
import { ActionButton } from '../../design/components/buttons.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { missing, useStep, type Problems } from './use-step.ts'

const ids = {
  'address.lines': 'line',
  'address.postcode': 'postcode',
  'address.city': 'city',
  'address.country': 'line',
  address: 'line',
}

interface TypedAddress {
  line: string
  more: string
  postcode: string
  city: string
}
const toDeclared = ({ line, more, postcode, city }: TypedAddress) => {
  const lines = [line.trim(), more.trim()].filter(Boolean)
  return { lines: lines.length > 0 ? lines : [''], postcode: postcode.trim(), city: city.trim(), country: 'FRA' }
}
const wrongIn = ({ line, postcode, city }: TypedAddress) => [
  ...missing('address.lines', line.trim() === ''),
  ...missing('address.postcode', !/^\d{5}$/.test(postcode.trim()), 'postcode_form'),
  ...missing('address.city', city.trim() === ''),
]
const isSame = (one: Pick<TypedAddress, 'line' | 'postcode' | 'city'>, other: TypedAddress) =>
  one.line === other.line && one.postcode === other.postcode && one.city === other.city

/** The main address, in France: searched and chosen, or written out where the list does not know it (R1, R15). */
export function AddressPage() {
  const { t } = useTexts()
  const { api } = useCitizen().ports
  const { declared, asking, problems, save } = useStep(ids)
  const before = declared.address
  const [typed, setTyped] = useState('')
  const [address, setAddress] = useState<TypedAddress>({
    line: before?.lines[0] ?? '',
    more: before?.lines[1] ?? '',
    postcode: before?.postcode ?? '',
    city: before?.city ?? '',
  })
  const [written, setWritten] = useState(before !== undefined)
  const search = useSearch(typed, 4, (q, signal) => api.ask('addresses.search', { query: { q }, signal }))
  const found = search.isCurrent ? (search.answer?.addresses ?? null) : null

  const submit = () => {
    setWritten(true)
    void save({ declared: { address: toDeclared(address) } }, wrongIn(address))
  }
  const said = () => {
    if (search.failed) return t('apply:address.unavailable')
    if (!found) return t('apply:address.type')
    if (found.length === 0) return t('apply:address.none')
    const partly = search.answer?.is_complete === false ? ` ${t('apply:address.partly')}` : ''
    return t('apply:search.found', { count: found.length }) + partly
  }
  return (
    <StepPage step="address" title={t('apply:address.title')} lead={t('apply:address.lead')}>
      <StepForm onSubmit={submit} action={t('apply:address.confirm')} asking={asking} problems={problems}>
        <SearchList
          id="search"
          label={t('apply:address.search')}
          hint={t('apply:address.searchHint')}
          typed={typed}
          onType={setTyped}
          found={found && found.map(({ label }) => ({ key: label, label }))}
          chosen={found?.find((one) => isSame(one, address))?.label ?? null}
          onChoose={(label) => {
            const one = found?.find((each) => each.label === label)
            if (!one) return
            setAddress({ line: one.line, more: address.more, postcode: one.postcode, city: one.city })
            setWritten(true)
          }}
          said={said()}
        />
        {!written && (
          <div>
            <ActionButton onPress={() => setWritten(true)}>{t('apply:address.write')}</ActionButton>
          </div>
        )}
        {written && <AddressFields value={address} onChange={setAddress} problems={problems} />}
      </StepForm>
    </StepPage>
  )
}

interface AddressFieldsProps {
  value: TypedAddress
  onChange(value: TypedAddress): void
  problems: Problems
}

const fields = [
  { field: 'line', autoComplete: 'address-line1', maxLength: 120 },
  { field: 'more', autoComplete: 'address-line2', maxLength: 120 },
  { field: 'postcode', autoComplete: 'postal-code', maxLength: 5 },
  { field: 'city', autoComplete: 'address-level2', maxLength: 80 },
] as const

/** The address as it will be written on an envelope, to be looked over or written out. */
function AddressFields({ value, onChange, problems }: AddressFieldsProps) {
  const { t } = useTexts()
  return (
    <fieldset className="fieldset stack">
      <legend className="label">{t('apply:address.check')}</legend>
      <div className="address">
        {fields.map(({ field, autoComplete, maxLength }) => (
          <TextEntry
            key={field}
            id={field}
            label={t(`apply:address.${field}`)}
            autoComplete={autoComplete}
            inputMode={field === 'postcode' ? 'numeric' : 'text'}
            maxLength={maxLength}
            value={value[field]}
            onChange={(typed) => onChange({ ...value, [field]: typed })}
            problem={problems.of(field)}
          />
        ))}
      </div>
    </fieldset>
  )
}

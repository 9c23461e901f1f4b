import { useTexts } from '../core/context.tsx'
import { readTypedDate, type TypedDate } from '../core/dates.ts'
import { DocumentType } from '../../contract/identity.ts'
import { documentTypes } from '../../contract/documents.ts'
import type { FieldProblem } from '../../contract/identity/application.ts'
import { Choices } from './choices.tsx'
import { DateFields } from './date-fields.tsx'
import type { Problems } from '../pages/use-step.ts'

export interface TypedDocument {
  type: DocumentType | null
  expires: TypedDate
  issued: TypedDate
}

/** The day of issue decides what is printed nowhere: how long an old card is valid, how long a permit runs. */
function needsIssue(type: DocumentType | null): boolean {
  if (type === null) return false
  const { validity, permitLength } = documentTypes[type]
  return validity.kind === 'issue_month' || permitLength
}

/** What was typed as the contract takes it, and what is wrong with it. */
export function readDocument({ type, expires, issued }: TypedDocument) {
  const problems: FieldProblem[] = []
  if (type === null) return { problems: [{ field: 'documentType', code: 'not_chosen' }], values: null }
  const asked = type !== 'other'
  const expiry = readTypedDate(expires, false)
  const issue = readTypedDate(issued, true)
  if (asked && !expiry.ok) problems.push({ field: 'expires', code: expiry.problem })
  if (needsIssue(type) && !issue.ok) problems.push({ field: 'issued', code: issue.problem })
  if (problems.length > 0) return { problems, values: null }
  const values = {
    document_type: type,
    expires_on: asked && expiry.ok ? expiry.value : null,
    issued_on: needsIssue(type) && issue.ok ? issue.value : null,
  }
  return { problems, values }
}

interface DocumentFieldsProps {
  value: TypedDocument
  onChange(value: TypedDocument): void
  problems: Problems
}

/** Which document, and its dates: all that "will it work?" needs. */
export function DocumentFields({ value, onChange, problems }: DocumentFieldsProps) {
  const { t } = useTexts()
  const { type } = value
  return (
    <>
      <Choices
        id="documentType"
        label={t('apply:document.which')}
        value={type}
        onChange={(chosen) => onChange({ ...value, type: chosen })}
        problem={problems.of('documentType')}
        options={DocumentType.options.map((one) => ({
          value: one,
          label: t(`documents:${one}.apply.name`),
          hint: t(`documents:${one}.apply.hint`),
        }))}
      />
      {type !== null && type !== 'other' && (
        <DateFields
          id="expires"
          label={t('apply:document.expires')}
          hint={t(`documents:${type}.apply.expires`)}
          value={value.expires}
          onChange={(expires) => onChange({ ...value, expires })}
          problem={problems.of('expires')}
        />
      )}
      {needsIssue(type) && (
        <DateFields
          id="issued"
          label={t('apply:document.issued')}
          hint={t('apply:document.issuedHint')}
          value={value.issued}
          onChange={(issued) => onChange({ ...value, issued })}
          problem={problems.of('issued')}
        />
      )}
    </>
  )
}

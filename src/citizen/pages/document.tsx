import { lazy, Suspense, useState } from 'react'
import { useCitizen, useTexts } from '../core/context.tsx'
import { typeDate } from '../core/dates.ts'
import type { ReadZone } from '../core/read-zone.ts'
import { DocumentFields, readDocument, type TypedDocument } from '../components/document-fields.tsx'
import { Done } from '../components/done.tsx'
import { StepForm } from '../components/step-form.tsx'
import { StepPage } from '../components/step-page.tsx'
import { ActionButton } from '../../design/components/buttons.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { missing, useStep } from './use-step.ts'

/** Camera and recogniser are megabytes: fetched by those who photograph. */
const Photograph = lazy(() => import('../components/photograph.tsx'))
const ids = { documentType: 'documentType', documentNumber: 'documentNumber', expires: 'expires', issued: 'issued' }

/** The document's kind, dates and number: typed, or read from a photograph that never leaves the page (R4, R5). */
export function DocumentPage() {
  const { t } = useTexts()
  const { store } = useCitizen()
  const { application, declared, asking, problems, save } = useStep(ids)
  const { checked } = store.getState()
  const [document, setDocument] = useState<TypedDocument>({
    type: declared.documentType ?? checked?.document_type ?? null,
    expires: typeDate(application?.document_expires_on ?? checked?.expires_on),
    issued: typeDate(application?.document_issued_on ?? checked?.issued_on),
  })
  const [number, setNumber] = useState(declared.documentNumber ?? '')
  const [photographing, setPhotographing] = useState(false)
  const [wasRead, setWasRead] = useState(false)
  const { type } = document

  function take({ documentType, documentNumber, expiresOn, issuedOn, birthDate }: ReadZone) {
    setDocument({
      type: documentType,
      expires: expiresOn ? typeDate(expiresOn) : document.expires,
      issued: issuedOn ? typeDate(issuedOn) : document.issued,
    })
    setNumber(documentNumber)
    if (checked) store.setState({ checked: { ...checked, birth_date: birthDate ?? checked.birth_date ?? null } })
    setPhotographing(false)
    setWasRead(true)
  }
  const submit = () => {
    const read = readDocument(document)
    const found = [...read.problems, ...missing('documentNumber', number.trim() === '')]
    const values = read.values
    void save(
      {
        declared: { ...(type && { documentType: type }), documentNumber: number.trim() },
        document_expires_on: values?.expires_on ?? null,
        document_issued_on: values?.issued_on ?? null,
      },
      found,
    )
  }
  return (
    <StepPage step="document" title={t('apply:document.title')} lead={t('apply:document.lead')}>
      <PhotographHere open={photographing} onOpen={setPhotographing} onRead={take} />
      {wasRead && !photographing && (
        <Done>
          <p>{t('apply:document.wasRead')}</p>
        </Done>
      )}
      <StepForm onSubmit={submit} action={t('apply:save')} asking={asking} problems={problems}>
        <DocumentFields value={document} onChange={setDocument} problems={problems} />
        {type !== null && type !== 'other' && (
          <TextEntry
            id="documentNumber"
            label={t('apply:document.number')}
            hint={t(`documents:${type}.apply.number`)}
            className="mono"
            maxLength={24}
            value={number}
            onChange={(typed) => setNumber(typed.toUpperCase())}
            problem={problems.of('documentNumber')}
          />
        )}
      </StepForm>
    </StepPage>
  )
}

interface PhotographHereProps {
  open: boolean
  onOpen(open: boolean): void
  onRead(zone: ReadZone): void
}

function PhotographHere({ open, onOpen, onRead }: PhotographHereProps) {
  const { t } = useTexts()
  if (!open)
    return (
      <div className="row">
        <ActionButton icon="camera" onPress={() => onOpen(true)}>
          {t('apply:document.photograph')}
        </ActionButton>
      </div>
    )
  return (
    <Suspense fallback={<p role="status">{t('apply:working')}</p>}>
      <Photograph onRead={onRead} onClose={() => onOpen(false)} />
    </Suspense>
  )
}

import { useState } from 'react'
import type { z } from 'zod'
import type { EligibilityAnswer, EligibilityQuestion } from '../../contract/identity/eligibility.ts'
import { useAsk, useCitizen, useGo, useTexts } from '../core/context.tsx'
import { noDate, readTypedDate, typeDate, type TypedDate } from '../core/dates.ts'
import { pages } from '../core/routes.ts'
import { sayDay } from '../../texts/say-time.ts'
import { DateFields } from '../components/date-fields.tsx'
import { DocumentFields, readDocument, type TypedDocument } from '../components/document-fields.tsx'
import { Link, Page } from '../components/page.tsx'
import { StepForm } from '../components/step-form.tsx'
import { Mark } from '../../design/components/mark.tsx'
import { useProblems } from './use-step.ts'

type Question = z.input<typeof EligibilityQuestion>
type Answer = z.infer<typeof EligibilityAnswer>
const ids = { documentType: 'documentType', expires: 'expires', issued: 'issued', birthDate: 'birthDate' }

/** "Will it work?", before anything else: nothing that is typed here is kept by anybody. */
export function CheckPage() {
  const { t } = useTexts()
  const { store } = useCitizen()
  const before = store.getState().checked
  const [document, setDocument] = useState<TypedDocument>({
    type: before?.document_type ?? null,
    expires: typeDate(before?.expires_on),
    issued: typeDate(before?.issued_on),
  })
  const [birth, setBirth] = useState<TypedDate>(before ? typeDate(before.birth_date) : noDate)
  const [answer, setAnswer] = useState<Answer | null>(null)
  const asking = useAsk()
  const { problems, check } = useProblems(asking, ids)

  async function submit() {
    const read = readDocument(document)
    const born = readTypedDate(birth, true)
    const found = [...read.problems, ...(born.ok ? [] : [{ field: 'birthDate', code: born.problem }])]
    if (!check(found) || !read.values || !born.ok) return
    const question: Question = { ...read.values, birth_date: born.value }
    const told = await asking.ask('eligibility.ask', { body: question })
    if (!told) return
    store.setState({ checked: question })
    setAnswer(told)
  }
  if (answer) return <Verdict answer={answer} onAgain={() => setAnswer(null)} />
  return (
    <Page title={t('apply:check.title')} lead={t('apply:check.lead')} back={pages.welcome}>
      <StepForm onSubmit={() => void submit()} action={t('apply:check.action')} asking={asking} problems={problems}>
        <DocumentFields value={document} onChange={setDocument} problems={problems} />
        <DateFields
          id="birthDate"
          label={t('apply:birth.date')}
          hint={t('apply:check.birthHint')}
          value={birth}
          onChange={setBirth}
          problem={problems.of('birthDate')}
          autoComplete="bday"
        />
      </StepForm>
    </Page>
  )
}

const tones = { yes: 'good', no: 'bad', open: 'attention' } as const

function Verdict({ answer, onAgain }: { answer: Answer; onAgain(): void }) {
  const { t, language } = useTexts()
  const go = useGo()
  const { verdict, reasons, usable_until, minimum_age_years, minimum_permit_years } = answer
  const limits = { age: minimum_age_years, years: minimum_permit_years }
  return (
    <Page title={t(`apply:check.verdict.${verdict}`)} back={pages.welcome}>
      <Mark tone={tones[verdict]}>{t(`apply:check.mark.${verdict}`)}</Mark>
      {reasons.map((reason) => (
        <section key={reason} className="panel stack tight">
          <h2>{t(`apply:check.reason.${reason}.title`, limits)}</h2>
          <p>{t(`apply:check.reason.${reason}.remedy`, limits)}</p>
        </section>
      ))}
      {verdict === 'open' && <p>{t('apply:check.open')}</p>}
      {usable_until && verdict !== 'no' && <p>{t('apply:check.until', { day: sayDay(usable_until, language) })}</p>}
      <div className="row actions">
        {verdict !== 'no' && (
          <button type="button" className="button primary next" onClick={() => go(pages.email)}>
            {t('apply:check.goOn')}
          </button>
        )}
        <button type="button" className={verdict === 'no' ? 'button primary next' : 'button'} onClick={onAgain}>
          {t('apply:check.again')}
        </button>
      </div>
      {verdict === 'no' && (
        <p>
          <Link to={pages.help} text={t('apply:check.otherWays')} />
        </p>
      )}
    </Page>
  )
}

import { useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { sayClock, sayMoment } from '../core/say.ts'
import { sayDay } from '../../texts/say-time.ts'
import { elementOf } from '../core/problems.ts'
import type { ApplicationStep, ApplicationView, FieldProblem } from '../../contract/identity/application.ts'
import { Facts } from '../components/facts.tsx'
import { Link, Page } from '../components/page.tsx'
import { StepForm } from '../components/step-form.tsx'
import { useProblemText } from '../components/trouble.tsx'
import { useCountries } from './use-countries.ts'
import { useStep } from './use-step.ts'

/** Which page mends a field. */
const pageOf: Record<string, ApplicationStep> = {
  documentType: 'document',
  documentNumber: 'document',
  birthName: 'names',
  usageName: 'names',
  givenNames: 'names',
  sex: 'names',
  birthDate: 'birth',
  birthPlace: 'birth',
  nationality: 'nationality',
  address: 'address',
  phone: 'phone',
  email: 'email',
}

/** Everything that was said, once more, each with the way back to it; sending it cannot be undone (R22). */
export function SummaryPage() {
  const { t } = useTexts()
  const { application, asking, goOn } = useStep({})
  if (!application?.declared) return null
  const refused = asking.refusal?.problems ?? []
  return (
    <Page title={t('apply:summary.title')} lead={t('apply:summary.lead')} back={pages.channel}>
      <SummaryProblems problems={refused} />
      <Rows application={application} declared={application.declared} />
      <p className="strong">{t('apply:summary.final')}</p>
      <StepForm
        onSubmit={() => void asking.ask('application.submit', { body: {} }).then(goOn)}
        action={t('apply:summary.action')}
        asking={asking}
      >
        <p className="soft">{t('apply:summary.next')}</p>
      </StepForm>
    </Page>
  )
}

function SummaryProblems({ problems }: { problems: readonly FieldProblem[] }) {
  const say = useProblemText()
  if (problems.length === 0) return null
  return (
    <ul className="notice bad stack tight" role="alert">
      {problems.map((problem) => (
        <li key={problem.field + problem.code}>
          <Link
            to={pages[(elementOf(problem.field, pageOf) as ApplicationStep | null) ?? 'document']}
            text={say(problem)}
          />
        </li>
      ))}
    </ul>
  )
}

interface RowsProps {
  application: ApplicationView
  declared: NonNullable<ApplicationView['declared']>
}

function Rows({ application, declared }: RowsProps) {
  const { t, language } = useTexts()
  const countries = useCountries()
  const country = (code: string | null | undefined) => countries?.find((one) => one.code === code)?.name ?? code ?? ''
  const { birthPlace, address } = declared
  const place = birthPlace && [birthPlace.name, birthPlace.country === 'FRA' ? null : country(birthPlace.country)]
  const row = (name: string, value: string | null | undefined, page: ApplicationStep) => ({
    name,
    value: value ?? '–',
    action: (
      <Link to={pages[page]} text={t('apply:summary.change', { what: name.toLowerCase() })} className="link small" />
    ),
  })
  return (
    <Facts
      rows={[
        row(
          t('words:field.document_type'),
          declared.documentType && t(`documents:${declared.documentType}.apply.name`),
          'document',
        ),
        row(t('words:field.document_number'), declared.documentNumber, 'document'),
        row(
          t('words:field.expiry'),
          application.document_expires_on && sayDay(application.document_expires_on, language),
          'document',
        ),
        row(t('words:field.surname'), declared.birthName, 'names'),
        row(t('words:field.given_names'), declared.givenNames?.join(', '), 'names'),
        row(t('words:field.usage_name'), declared.usageName ?? t('apply:summary.none'), 'names'),
        row(t('words:field.sex'), declared.sex && t(`words:sex.${declared.sex}`), 'names'),
        row(t('words:field.birth_date'), declared.birthDate && sayDay(declared.birthDate, language), 'birth'),
        row(t('words:field.birth_place'), place?.filter(Boolean).join(', '), 'birth'),
        row(t('words:field.nationality'), country(declared.nationality), 'nationality'),
        row(
          t('apply:address.title'),
          address && [...address.lines, `${address.postcode} ${address.city}`].join(', '),
          'address',
        ),
        row(t('apply:phone.label'), application.phone, 'phone'),
        row(t('apply:email.label'), application.email, 'email'),
        row(t('apply:summary.channel'), useChannelText(application), 'channel'),
      ]}
    />
  )
}

/** Where the visit will be, in a line. */
export function useChannelText({ channel, branch, visit }: ApplicationView): string {
  const { t, language } = useTexts()
  if (channel === 'home' && visit) {
    const between = { from: sayClock(visit.starts_at, language), to: sayClock(visit.ends_at, language) }
    return `${t('apply:channel.home')}, ${sayMoment(visit.starts_at, language)}, ${t('apply:channel.between', between)}`
  }
  if (channel === 'home') return t('apply:channel.home')
  return branch?.name ?? t('apply:channel.any')
}

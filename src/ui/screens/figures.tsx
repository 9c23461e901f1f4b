import type { ClerkFiguresView, PersonFigures } from '../../contract/clerk-figures.ts'
import type { PracticeFigures } from '../../contract/practice.ts'
import { Folded } from '../../design/components/folded.tsx'
import { Notice } from '../../design/components/notice.tsx'
import { sayDay } from '../../texts/say-time.ts'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { OfficeLayout } from '../components/layout/office-layout.tsx'
import { FigureList } from '../components/people/figure-list.tsx'
import { useRequest } from '../core/context.tsx'
import { sayCount, sayDuration, shiftDay } from '../core/format.ts'
import { useTexts } from '../core/use-texts.ts'
import { useTimes } from '../core/use-times.ts'
import { OwnPractice, PracticeTable } from './practice-figures.tsx'

const counts = [
  'visits',
  'approved',
  'refused',
  'cannotTell',
  'abandoned',
  'firstTimeRight',
  'reversed',
  'looked',
  'contested',
  'releases',
  'retries',
] as const

/** A person's own figures, as central counts them, and a manager's of the branch's people: what they are for stands first. */
export function FiguresScreen() {
  const { t } = useTexts()
  const { data, code } = useRequest('figures.view', {})
  return (
    <OfficeLayout title={t('figures:title')} lead={t('figures:lead')}>
      <FailureLine failure={code} />
      {data && <Told view={data} />}
    </OfficeLayout>
  )
}

function Told({ view: { figures, isKept } }: { view: ClerkFiguresView }) {
  const { t, language } = useTexts()
  const { sayTime } = useTimes()
  if (figures === null)
    return (
      <Notice tone="attention">
        <p>{t('figures:nothing')}</p>
      </Notice>
    )
  const { asOf, from, to, months, own, people, debriefs } = figures
  const said = { from: sayDay(from, language), to: sayDay(shiftDay(to, 6), language) }
  return (
    <>
      {isKept && (
        <Notice tone="attention">
          <p>{t('figures:kept', { time: sayTime(asOf) })}</p>
        </Notice>
      )}
      <Notice>
        <p>{t('figures:purpose', { count: months })}</p>
      </Notice>
      <p className="soft">{t('figures:period', said)}</p>
      {own.practice && <OwnPractice practice={own.practice} debriefs={debriefs} />}
      <Own own={own} />
      {people.length > 0 && <People people={people} />}
    </>
  )
}

function Own({ own }: { own: PersonFigures }) {
  const { t } = useTexts()
  return (
    <section className="panel stack" aria-labelledby="own-figures">
      <h2 id="own-figures">{t('figures:own')}</h2>
      <FigureTable title={t('figures:own')} figures={own} isExplained />
    </section>
  )
}

/** Each by themselves and by name: no table in which people could be ranked. */
function People({ people }: { people: PersonFigures[] }) {
  const { t } = useTexts()
  return (
    <section className="panel stack" aria-labelledby="branch-figures">
      <h2 id="branch-figures">{t('figures:people')}</h2>
      <p className="soft">{t('figures:peopleLead')}</p>
      {people.map((one) => (
        <Folded key={one.operatorId} title={one.displayName}>
          <FigureTable title={one.displayName} figures={one} />
          {one.practice && <OthersPractice practice={one.practice} />}
        </Folded>
      ))}
    </section>
  )
}

function OthersPractice({ practice }: { practice: PracticeFigures }) {
  const { t } = useTexts()
  return (
    <>
      <h3>{t('practice:figures')}</h3>
      <PracticeTable title={t('practice:figures')} practice={practice} />
    </>
  )
}

type TableProps = { title: string; figures: PersonFigures; isExplained?: boolean }

function FigureTable({ title, figures, isExplained = false }: TableProps) {
  const { t, language } = useTexts()
  const few = <span className="soft">{t('figures:few')}</span>
  const lines = counts.map((name) => ({
    key: name,
    label: t(`figures:count.${name}`),
    ...(isExplained && { means: t(`figures:means.${name}`) }),
    value: figures[name] === null ? few : sayCount(figures[name], language),
  }))
  const meanTime = {
    key: 'meanTime',
    label: t('figures:meanTime'),
    value: figures.meanSeconds === null ? few : sayDuration(figures.meanSeconds),
  }
  return <FigureList title={title} lines={[...lines, meanTime]} />
}

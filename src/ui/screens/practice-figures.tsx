import { PracticeFigures, type PracticeDebrief } from '../../contract/practice.ts'
import { Correction } from '../components/decide/correction.tsx'
import { FigureList } from '../components/people/figure-list.tsx'
import { sayCount } from '../core/format.ts'
import { useTexts } from '../core/use-texts.ts'

const counts = PracticeFigures.keyof().options

/** How somebody's practice cases went, by the kind of mistake. */
export function PracticeTable({ title, practice }: { title: string; practice: PracticeFigures }) {
  const { t, language } = useTexts()
  return (
    <FigureList
      title={title}
      lines={counts.map((name) => ({
        key: name,
        label: t(`practice:count.${name}`),
        value: sayCount(practice[name], language),
      }))}
    />
  )
}

interface OwnPracticeProps {
  practice: PracticeFigures
  debriefs: PracticeDebrief[]
}

/** One's own, with what each case was: told after it was concluded, never before. */
export function OwnPractice({ practice, debriefs }: OwnPracticeProps) {
  const { t } = useTexts()
  return (
    <section className="panel stack" aria-labelledby="practice-figures">
      <h2 id="practice-figures">{t('practice:figures')}</h2>
      <p className="soft">{t('practice:purpose')}</p>
      <PracticeTable title={t('practice:figures')} practice={practice} />
      <h3>{t('practice:debriefs')}</h3>
      {debriefs.length === 0 && <p className="soft">{t('practice:nothing')}</p>}
      <ol className="tips exercise">
        {debriefs.map((one) => (
          <li key={one.reference}>
            <Debrief one={one} />
          </li>
        ))}
      </ol>
    </section>
  )
}

function Debrief({ one: { reference, fault, mistake, sealed, right } }: { one: PracticeDebrief }) {
  const { t } = useTexts()
  const isAnotherGround = mistake === 'wrong_ground'
  return (
    <Correction
      reference={reference}
      title={t(`practice:fault.${fault}`)}
      tone={mistake === null ? 'good' : isAnotherGround ? 'attention' : 'bad'}
      mark={mistake === null ? t('practice:right') : t(`practice:mistake.${mistake}`)}
      missed={mistake && { sealed, right, teaches: t(`practice:teaches.${fault}`) }}
    />
  )
}

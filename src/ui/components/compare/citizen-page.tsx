import type { ReactNode } from 'react'
import { judgementDelayMs } from '../../../contract/decision.ts'
import { CitizenAnswer, CitizenLanguage, type CitizenLanguage as Spoken } from '../../../contract/citizen.ts'
import { ChoiceField } from '../../../design/components/choice-field.tsx'
import { Judgement } from '../../../design/components/judgement.tsx'
import { Icon } from '../../../design/components/icon.tsx'
import { citizenLanguageNames, citizenTextsIn } from '../../../texts/citizen-screen.ts'
import type { CitizenShow, ReadField } from '../../core/citizen-show.ts'
import { isLong } from '../../core/format.ts'
import { sayDay } from '../../../texts/say-time.ts'
import { sayState } from '../../core/say-state.ts'
import { consentPoints } from './consent-text.tsx'

export interface CitizenPageProps {
  show: CitizenShow | { kind: 'ended' }
  language: Spoken
  /** Days that the result is kept; null where the policy is not known. */
  days: number | null
  onLanguage(language: Spoken): void
  onAnswer(answer: CitizenAnswer): void
  /** The heading, by whatever element its place asks for. */
  title(text: string): ReactNode
}

export const directionOf = (language: Spoken) => (language === 'ar' ? 'rtl' : 'ltr')

const titles = {
  nobody: 'welcomeTitle',
  consent: 'consentTitle',
  read: 'readTitle',
  sealed: 'sealedTitle',
  ended: 'endedTitle',
} as const

/** What the citizen sees: large, calm, in their language; consent, then what was read beside what they declared, and one question. */
export function CitizenPage({ show, language, days, onLanguage, onAnswer, title }: CitizenPageProps) {
  const texts = citizenTextsIn(language)
  return (
    <div className="stack loose citizen-page" lang={language} dir={directionOf(language)}>
      <div className="spread">
        {title(texts[titles[show.kind]])}
        <ChoiceField
          label={texts.language}
          value={language}
          onChange={onLanguage}
          options={CitizenLanguage.options.map((value) => ({ value, label: citizenLanguageNames[value] }))}
        />
      </div>
      {show.kind === 'nobody' && <p className="lead">{texts.welcomeText}</p>}
      {show.kind === 'sealed' && <p className="lead">{texts.sealedText}</p>}
      {show.kind === 'ended' && <p className="lead">{texts.endedText}</p>}
      {show.kind === 'consent' && <ConsentPoints language={language} days={days} />}
      {show.kind === 'read' && (
        <>
          <ReadFields fields={show.fields} language={language} />
          {show.asks ? (
            <div className="stack citizen-question">
              <h3 className="lead">{texts.question}</h3>
              <Judgement
                label={texts.question}
                question={`${show.sessionId} ${language}`}
                delayMs={judgementDelayMs}
                answers={CitizenAnswer.options.map((value) => ({ value, label: texts.answer[value] }))}
                onAnswer={onAnswer}
              />
              <p role="status">{show.answer === null ? ' ' : texts.said[show.answer]}</p>
            </div>
          ) : (
            <p className="lead">{texts.wrong}</p>
          )}
        </>
      )}
      {texts.notReviewed && <p className="soft small">{texts.notReviewed}</p>}
    </div>
  )
}

function ConsentPoints({ language, days }: { language: Spoken; days: number | null }) {
  const { consent } = citizenTextsIn(language)
  return (
    <div className="stack">
      <h3>{consent.title}</h3>
      <ul className="consent">
        {consentPoints.map(({ key, icon }) => (
          <li key={key}>
            <Icon name={icon} size={26} />
            <p>{consent[key].replace('{{days}}', String(days ?? '—'))}</p>
          </li>
        ))}
      </ul>
    </div>
  )
}

/** What a column holds at this size, on a tablet. */
const columnRoom = { word: 16, text: 40 }

/** Declared beside read; what differs comes first, and is said in a word and by an icon. */
function ReadFields({ fields, language }: { fields: ReadField[]; language: Spoken }) {
  const texts = citizenTextsIn(language)
  return (
    <div className="citizen-fields" role="table" aria-label={texts.readTitle}>
      <div role="row" className="citizen-head">
        <span role="columnheader" />
        <span role="columnheader">{texts.declared}</span>
        <span role="columnheader">{texts.read}</span>
      </div>
      {fields.map((one) => {
        const [declared, read] = [say(one.field, one.declared, language), say(one.field, one.read, language)]
        const long = [declared, read].some((text) => text !== null && isLong(text, columnRoom))
        return (
          <div key={one.field} role="row" className={`${one.differs ? 'differs' : ''} ${long ? 'long' : ''}`}>
            <span role="rowheader">
              {texts.field[one.field]}
              {one.differs && (
                <span className="mark bad">
                  <Icon name="failure" size={20} />
                  {texts.differs}
                </span>
              )}
            </span>
            <span role="cell" data-label={texts.declared}>
              <bdi>{declared ?? '—'}</bdi>
            </span>
            <span role="cell" data-label={texts.read}>
              <bdi>{read ?? '—'}</bdi>
            </span>
          </div>
        )
      })}
    </div>
  )
}

/** Dates and states as the language says them; everything else as it is written. */
function say(field: ReadField['field'], value: string | null, language: Spoken): string | null {
  if (value === null) return null
  if (field === 'birth_date' || field === 'expiry') return sayDay(value, language)
  return field === 'nationality' ? sayState(value, language) : value
}

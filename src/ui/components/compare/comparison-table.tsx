import type { ReactNode } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import { sayKnown } from '../../../texts/texts-in.ts'
import type { FieldMatch, MatchClass } from '../../../contract/match.ts'
import { isLong } from '../../core/format.ts'
import { sayDay } from '../../../texts/say-time.ts'
import { putFirst } from '../../core/order.ts'
import { sayState } from '../../core/say-state.ts'
import { Folded } from '../../../design/components/folded.tsx'
import { Mark, type Tone } from '../../../design/components/mark.tsx'

const tones: Record<MatchClass, Tone> = {
  same: 'good',
  same_by_rule: 'good',
  different: 'bad',
  not_compared: 'open',
  print_needed: 'open',
}

/** Field by field: a difference is said in a word, shown by an icon, and marked at its place in the text. */
export function ComparisonTable({ fields }: { fields: FieldMatch[] }) {
  const { t } = useTexts()
  const told = fields.filter(({ declared, mrz, chip }) => declared !== null || mrz !== null || chip !== null)
  const rows = putFirst(told, (match) => match.class === 'different')
  return (
    <table className="compare">
      <caption className="visually-hidden">{t('comparison:caption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('comparison:field')}</th>
          <th scope="col">{t('comparison:declared')}</th>
          <th scope="col">{t('comparison:printed')}</th>
          <th scope="col">{t('comparison:chip')}</th>
          <th scope="col">{t('comparison:verdict')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((match) => (
          <FieldRow key={match.field} match={match} />
        ))}
      </tbody>
    </table>
  )
}

/** By which rules spellings that are not letter for letter the same count as the same. */
export function SpellingRules({ fields }: { fields: FieldMatch[] }) {
  const { t } = useTexts()
  const rules = [...new Set(fields.flatMap((match) => match.rules))]
  if (rules.length === 0) return null
  return (
    <Folded title={t('comparison:rules')}>
      <ul>
        {rules.map((rule) => (
          <li key={rule}>{t(`words:rule.${rule}`)}</li>
        ))}
      </ul>
    </Folded>
  )
}

/** What a column of three holds on the narrowest desktop. */
const columnRoom = { word: 11, text: 30 }

function FieldRow({ match }: { match: FieldMatch }) {
  const { t } = useTexts()
  const { field, explanation } = match
  const say = useSay(match)
  const long = [match.declared, match.mrz, match.chip].some((text) => text !== null && isLong(text, columnRoom))
  const values: [source: string, text: ReactNode][] = [
    [t('comparison:declared'), declaredText(match, say)],
    [t('comparison:printed'), say(match.mrz)],
    [t('comparison:chip'), say(match.chip)],
  ]
  return (
    <>
      <tr className={match.class}>
        <th scope="row">{t(`words:field.${field}`)}</th>
        {long ? (
          <Spellings values={values} />
        ) : (
          values.map(([source, text]) => (
            <td key={source} data-label={source}>
              {text}
            </td>
          ))
        )}
        <td>
          <Mark tone={tones[match.class]}>{t(`words:match.${match.class}`)}</Mark>
        </td>
      </tr>
      {explanation !== null && (
        <tr className={`explanation ${match.class}`}>
          <td colSpan={5}>{sayKnown(t, `match:${explanation}`, explanation)}</td>
        </tr>
      )}
    </>
  )
}

/** Long spellings one below the other: whole on their lines, and letter above letter. */
function Spellings({ values }: { values: [source: string, text: ReactNode][] }) {
  return (
    <td colSpan={3} className="spellings">
      <dl>
        {values.map(([source, text]) => (
          <div key={source}>
            <dt>{source}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </td>
  )
}

/** How a field's values are said: dates as people say them, codes of documents, states and sexes by their names. */
function useSay({ field }: FieldMatch): (value: string | null) => string {
  const { t, language } = useTexts()
  return (value) => {
    if (value === null) return '—'
    if (field === 'birth_date' && /^\d{4}/.test(value)) return sayDay(value, language, 'short')
    if (field === 'nationality') return sayState(value, language)
    if (field === 'document_type') return sayKnown(t, `documents:${value}.name`, value)
    if (field === 'sex') return sayKnown(t, `words:sex.${value}`, value)
    return value
  }
}

function declaredText({ field, declared, differsAt }: FieldMatch, say: (value: string | null) => string) {
  const asWritten = !['birth_date', 'document_type', 'nationality', 'sex'].includes(field)
  if (declared === null || !differsAt || !asWritten) return say(declared)
  const { from, to } = differsAt
  return (
    <>
      {declared.slice(0, from)}
      <mark>{declared.slice(from, to) || '\u2038'}</mark>
      {declared.slice(to)}
    </>
  )
}

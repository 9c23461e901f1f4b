import { useTexts } from '../../core/use-texts.ts'
import { PrintedAnswer, type FieldMatch } from '../../../contract/match.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { sayKnown } from '../../../texts/texts-in.ts'

/** What only the print tells: the declared value, and three answers of equal weight, none of them preset. */
export function PrintedValues({
  fields,
  onAnswer,
}: {
  fields: FieldMatch[]
  onAnswer: (field: FieldMatch['field'], answer: PrintedAnswer) => void
}) {
  const { t } = useTexts()
  const asked = fields.filter((match) => match.class === 'print_needed' || match.printed !== null)
  if (asked.length === 0) return null
  return (
    <section className="stack tight" aria-label={t('comparison:printQuestion')}>
      <h3>{t('comparison:printQuestion')}</h3>
      {asked.map(({ field, declared, printed, explanation }) => (
        <div key={field} role="group" aria-label={t(`words:field.${field}`)} className="stack tight">
          <p>
            {t(`words:field.${field}`)} : <strong>{declared ?? '—'}</strong>
          </p>
          {explanation !== null && <p>{sayKnown(t, `match:${explanation}`, explanation)}</p>}
          <div className="row">
            {PrintedAnswer.options.map((answer) => (
              <ActionButton
                key={answer}
                {...(printed === answer && { icon: 'check' as const })}
                onPress={() => onAnswer(field, answer)}
              >
                {t(`comparison:printAnswer.${answer}`)}
              </ActionButton>
            ))}
          </div>
        </div>
      ))}
    </section>
  )
}

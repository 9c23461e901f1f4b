import { useTexts } from '../../core/use-texts.ts'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { Outcome } from '../../../contract/decision.ts'
import { Icon } from '../../../design/components/icon.tsx'

interface OutcomeChoiceProps {
  allowed: Outcome[]
  value: Outcome
  onChange(outcome: Outcome): void
}

/** The four ends of a session; those the facts forbid stay visible and say so. */
export function OutcomeChoice({ allowed, value, onChange }: OutcomeChoiceProps) {
  const { t } = useTexts()
  return (
    <RadioGroup className="stack tight" value={value} onChange={(chosen) => onChange(Outcome.parse(chosen))}>
      <Label className="label">{t('decision:outcome')}</Label>
      <div className="choices outcomes">
        {Outcome.options.map((outcome) => (
          <Radio key={outcome} value={outcome} className="choice" isDisabled={!allowed.includes(outcome)}>
            <span className="tick round">{value === outcome && <Icon name="check" size={16} />}</span>
            <span className="text">
              <strong>{t(`words:outcome.${outcome}`)}</strong>
              <span className="small">
                {t(allowed.includes(outcome) ? `decision:means.${outcome}` : 'decision:forbidden')}
              </span>
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}

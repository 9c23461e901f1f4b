import { useTexts } from '../../core/use-texts.ts'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import type { Session } from '../../../contract/session.ts'
import { Outcome } from '../../../contract/decision.ts'
import { Icon } from '../../../design/components/icon.tsx'

interface OutcomeChoiceProps {
  decision: Session['decision']
  value: Outcome | null
  onChange(outcome: Outcome): void
}

/** The four ends of a session; those the facts forbid stay visible and say why. */
export function OutcomeChoice({ decision, value, onChange }: OutcomeChoiceProps) {
  const { t } = useTexts()
  const { allowed, blockers } = decision
  const [first] = blockers
  const why = (outcome: Outcome) =>
    outcome === 'approved' && first ? t(`failures:${first}.title`) : t(`decision:notNow.${outcome}`)
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
                {allowed.includes(outcome) ? t(`decision:means.${outcome}`) : t('decision:why', { why: why(outcome) })}
              </span>
            </span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  )
}

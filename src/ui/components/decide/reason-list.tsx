import { Checkbox, CheckboxGroup, Label } from 'react-aria-components'
import { OutcomeReason } from '../../../contract/decision.ts'
import { Icon } from '../../../design/components/icon.tsx'
import { useTexts } from '../../core/use-texts.ts'

interface ReasonListProps {
  /** What the facts support, and what only people know; nothing else can be chosen. */
  offered: OutcomeReason[]
  value: OutcomeReason[]
  onChange(reasons: OutcomeReason[]): void
}

/** The reasons that this case allows, none ticked beforehand. */
export function ReasonList({ offered, value, onChange }: ReasonListProps) {
  const { t } = useTexts()
  return (
    <CheckboxGroup
      className="stack tight"
      value={value}
      onChange={(chosen) => onChange(OutcomeReason.array().parse(chosen))}
    >
      <Label className="label">{t('decision:reasons')}</Label>
      <div className="choices">
        {offered.map((reason) => (
          <Checkbox key={reason} value={reason} className="choice">
            <span className="tick">{value.includes(reason) && <Icon name="check" size={16} />}</span>
            <span className="text">
              <strong>{t(`reasons:${reason}.title`)}</strong>
              <span className="small">{t(`reasons:${reason}.next`)}</span>
            </span>
          </Checkbox>
        ))}
      </div>
    </CheckboxGroup>
  )
}

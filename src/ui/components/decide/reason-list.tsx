import { useState } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components'
import { OutcomeReason } from '../../../contract/decision.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { Icon } from '../../../design/components/icon.tsx'

interface ReasonListProps {
  suggested: OutcomeReason[]
  value: OutcomeReason[]
  onChange(reasons: OutcomeReason[]): void
}

/** The closed list of reasons: those the facts support first and ticked, the others one press away. */
export function ReasonList({ suggested, value, onChange }: ReasonListProps) {
  const { t } = useTexts()
  const [all, setAll] = useState(suggested.length === 0)
  const shown = OutcomeReason.options.filter((reason) => all || suggested.includes(reason) || value.includes(reason))
  return (
    <div className="stack tight">
      <CheckboxGroup
        className="stack tight"
        value={value}
        onChange={(chosen) => onChange(OutcomeReason.array().parse(chosen))}
      >
        <Label className="label">{t('decision:reasons')}</Label>
        <div className="choices">
          {shown.map((reason) => (
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
      {!all && (
        <div>
          <ActionButton kind="quiet" icon="forward" onPress={() => setAll(true)}>
            {t('decision:allReasons')}
          </ActionButton>
        </div>
      )}
    </div>
  )
}

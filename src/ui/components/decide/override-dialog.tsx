import { useState } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { OverrideReason } from '../../../contract/decision.ts'
import type { OverridableGate } from '../../../contract/decision.ts'
import { useIntent } from '../../core/context.tsx'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { SheetDialog } from '../../../design/components/dialog.tsx'
import { ChipReads } from '../chip/chip-reads.tsx'
import { FailureLine } from '../layout/failure-panel.tsx'
import { PinPad } from '../people/pin-pad.tsx'
import { TextEntry } from '../../../design/components/text-entry.tsx'

const shortestText = 10
/** Which reasons fit which gate. */
const reasonsOf: Record<OverridableGate, OverrideReason[]> = {
  chip_required: ['chip_defective', 'reader_defective', 'other'],
  person_unconfirmed: ['portrait_unlike_illness', 'portrait_unlike_age', 'other'],
  inspection_failed: ['inspection_wear', 'other'],
}

/** A second person releases one gate in this one case: a manager, with their own PIN, a reason and a sentence. */
export function OverrideDialog({ gate, onClose }: { gate: OverridableGate; onClose(): void }) {
  const { t } = useTexts()
  const { run, pending, failure } = useIntent()
  const [managerId, setManagerId] = useState('')
  const [reason, setReason] = useState<OverrideReason>(reasonsOf[gate][0]!)
  const [text, setText] = useState('')
  const [pin, setPin] = useState('')
  const ready = managerId.trim() !== '' && text.trim().length >= shortestText && pin !== ''

  async function release() {
    const done = await run('session.override', { gate, managerId: managerId.trim(), pin, reason, text: text.trim() })
    setPin('')
    if (done !== undefined) onClose()
  }

  return (
    <SheetDialog
      title={t('decision:overrideTitle', { gate: t(`failures:${gate}.title`) })}
      onClose={onClose}
      shape="dialog broad"
    >
      <p className="soft">{t('decision:overrideLead')}</p>
      <ChipReads />
      <div className="override">
        <div className="stack">
          <RadioGroup
            className="stack tight"
            value={reason}
            onChange={(value) => setReason(OverrideReason.parse(value))}
          >
            <Label className="label">{t('decision:overrideReason')}</Label>
            <div className="choices">
              {reasonsOf[gate].map((option) => (
                <Radio key={option} value={option} className="choice">
                  <span className="tick round" />
                  <span className="text">{t(`words:overrideReason.${option}`)}</span>
                </Radio>
              ))}
            </div>
          </RadioGroup>
          <TextEntry
            label={t('decision:overrideText')}
            hint={t('decision:overrideTextHint')}
            value={text}
            onChange={setText}
            maxLength={500}
            lines
          />
        </div>
        <div className="stack">
          <TextEntry
            label={t('decision:manager')}
            hint={t('decision:managerHint')}
            value={managerId}
            onChange={setManagerId}
            maxLength={64}
          />
          <PinPad label={t('decision:managerPin')} value={pin} onChange={setPin} compact />
        </div>
      </div>
      <FailureLine failure={failure} />
      <div className="ends">
        <ActionButton kind="quiet" onPress={onClose}>
          {t('common:cancel')}
        </ActionButton>
        <ActionButton kind="primary" disabled={!ready} pending={pending} onPress={() => void release()}>
          {t('decision:overrideSign')}
        </ActionButton>
      </div>
    </SheetDialog>
  )
}

import { useState } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import { Role } from '../../../contract/operator.ts'
import type { Operator } from '../../../contract/operator.ts'
import { useIntent, useUiState } from '../../core/context.tsx'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { SheetDialog } from '../../../design/components/dialog.tsx'
import { DateEntry } from '../../../design/components/date-entry.tsx'
import { FailureLine } from '../layout/failure-panel.tsx'
import { Segments } from '../../../design/components/segments.tsx'
import { TextEntry } from '../../../design/components/text-entry.tsx'
import { shortestPin } from './new-pin.tsx'

/** A new operator, or changes to one: name, role, training; a new PIN and the end of their right are separate acts. */
export function OperatorDialog({ operator, onClose }: { operator: Operator | null; onClose(): void }) {
  const { t, language } = useTexts()
  const { run, pending, failure } = useIntent()
  const today = useUiState((state) => state.status!.today)
  const training = useUiState((state) => state.status!.training)
  const [operatorId, setOperatorId] = useState(operator?.operatorId ?? '')
  const [displayName, setDisplayName] = useState(operator?.displayName ?? '')
  const [role, setRole] = useState<Role>(operator?.role ?? 'clerk')
  const [trainedOn, setTrainedOn] = useState(operator?.trainedOn ?? today)
  const [pin, setPin] = useState('')
  const named = displayName.trim() !== '' && operatorId.trim() !== '' && trainedOn !== ''
  const base = { operatorId: operatorId.trim(), displayName: displayName.trim(), role, trainedOn }

  async function save() {
    const saved = operator
      ? await run('operator.update', base)
      : await run('operator.create', { ...base, pin, language })
    if (saved === undefined) return
    if (operator && pin !== '' && (await run('operator.resetPin', { operatorId, pin })) === undefined) return
    onClose()
  }
  async function revoke() {
    if ((await run('operator.revoke', { operatorId })) !== undefined) onClose()
  }

  return (
    <SheetDialog title={operator ? operator.displayName : t('people:add')} onClose={onClose}>
      {/* Outside training people are central's: here a right can be ended, and nothing else. */}
      {training && (
        <>
          <TextEntry
            label={t('access:displayName')}
            value={displayName}
            onChange={setDisplayName}
            maxLength={80}
            autoFocus
          />
          {!operator && (
            <TextEntry
              label={t('access:operatorId')}
              hint={t('access:newOperatorIdHint')}
              value={operatorId}
              onChange={setOperatorId}
              maxLength={32}
            />
          )}
          <RoleField role={role} onChange={setRole} />
          <DateEntry
            label={t('people:trainedOn')}
            value={trainedOn}
            onChange={setTrainedOn}
            wrongText={t('common:dateWrong')}
          />
          <PinField isNew={operator === null} pin={pin} onChange={setPin} />
        </>
      )}
      <FailureLine failure={failure} />
      <div className="ends">
        {operator && <Revoke pending={pending} onRevoke={() => void revoke()} />}
        <span className="grow" />
        <ActionButton kind="quiet" onPress={onClose}>
          {t('common:cancel')}
        </ActionButton>
        {training && (
          <ActionButton
            kind="primary"
            disabled={!named || (!operator && pin.length < shortestPin)}
            pending={pending}
            onPress={() => void save()}
          >
            {t('people:save')}
          </ActionButton>
        )}
      </div>
    </SheetDialog>
  )
}

function PinField({ isNew, pin, onChange }: { isNew: boolean; pin: string; onChange(pin: string): void }) {
  const { t } = useTexts()
  return (
    <TextEntry
      label={t(isNew ? 'people:firstPin' : 'people:newPin')}
      hint={t(isNew ? 'access:pinHint' : 'people:newPinHint')}
      value={pin}
      onChange={(typed) => onChange(typed.replace(/\D/g, '').slice(0, 12))}
      type="password"
      inputMode="numeric"
    />
  )
}

function RoleField({ role, onChange }: { role: Role; onChange(role: Role): void }) {
  const { t } = useTexts()
  return (
    <div className="field">
      <span className="label">{t('people:column.role')}</span>
      <Segments
        label={t('people:column.role')}
        value={role}
        onChange={onChange}
        options={Role.options.map((value) => ({ value, label: t(`words:role.${value}`) }))}
      />
    </div>
  )
}

/** Ends a person's right to work here: asked twice, because it cannot be undone. */
function Revoke({ pending, onRevoke }: { pending: boolean; onRevoke(): void }) {
  const { t } = useTexts()
  const [sure, setSure] = useState(false)
  return (
    <ActionButton kind={sure ? 'danger' : 'quiet'} pending={pending} onPress={sure ? onRevoke : () => setSure(true)}>
      {t(sure ? 'people:revokeSure' : 'people:revoke')}
    </ActionButton>
  )
}

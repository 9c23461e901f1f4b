import { useState } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import { useIntent, useUi } from '../../core/context.tsx'
import { addToast } from '../../core/store.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { SheetDialog } from '../../../design/components/dialog.tsx'
import { FailureLine } from '../layout/failure-panel.tsx'
import { shortestPin } from './new-pin.tsx'
import { TextEntry } from '../../../design/components/text-entry.tsx'

const digits = (typed: string) => typed.replace(/\D/g, '').slice(0, 12)

/** The operator's own PIN: the old one, then the new one twice. */
export function ChangePin({ onClose }: { onClose(): void }) {
  const { t } = useTexts()
  const { store } = useUi()
  const { run, pending, failure } = useIntent()
  const [oldPin, setOldPin] = useState('')
  const [newPin, setNewPin] = useState('')
  const [repeated, setRepeated] = useState('')
  const differs = repeated.length >= newPin.length && repeated !== '' && repeated !== newPin
  const ready = oldPin !== '' && newPin.length >= shortestPin && repeated === newPin

  async function change() {
    if ((await run('operator.changePin', { oldPin, newPin })) === undefined) return
    addToast(store, 'good', t('access:pinChanged'))
    onClose()
  }

  return (
    <SheetDialog title={t('layout:changePin')} onClose={onClose}>
      <TextEntry
        label={t('access:oldPin')}
        value={oldPin}
        onChange={(typed) => setOldPin(digits(typed))}
        type="password"
        inputMode="numeric"
        autoFocus
      />
      <TextEntry
        label={t('access:newPin')}
        hint={t('access:pinHint')}
        value={newPin}
        onChange={(typed) => setNewPin(digits(typed))}
        type="password"
        inputMode="numeric"
      />
      <TextEntry
        label={t('access:repeatPin')}
        value={repeated}
        onChange={(typed) => setRepeated(digits(typed))}
        type="password"
        inputMode="numeric"
        problem={differs ? t('access:pinDiffers') : null}
      />
      <FailureLine failure={failure} />
      <div className="ends">
        <ActionButton kind="quiet" onPress={onClose}>
          {t('common:cancel')}
        </ActionButton>
        <ActionButton kind="primary" disabled={!ready} pending={pending} onPress={() => void change()}>
          {t('access:savePin')}
        </ActionButton>
      </div>
    </SheetDialog>
  )
}

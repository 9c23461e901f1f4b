import { useState, type FormEvent } from 'react'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { SheetDialog } from '../../../design/components/dialog.tsx'
import { SubmitButton } from '../layout/access-card.tsx'
import { useIntent } from '../../core/context.tsx'
import { useTexts } from '../../core/use-texts.ts'
import { FailureLine } from '../layout/failure-panel.tsx'
import { PinPad } from './pin-pad.tsx'

/** A new key for this station: what follows is said before, and the PIN is asked, because the old key does not come back. */
export function RotateKey({ onClose }: { onClose(): void }) {
  const { t } = useTexts()
  const { run, pending, failure } = useIntent()
  const [pin, setPin] = useState('')
  async function rotate(event: FormEvent) {
    event.preventDefault()
    if (pin === '' || pending) return
    const rotated = await run('station.rotateKey', { pin })
    setPin('')
    if (rotated !== undefined) onClose()
  }
  return (
    <SheetDialog title={t('settings:rotate')} onClose={onClose}>
      <form className="stack" onSubmit={(event) => void rotate(event)}>
        <p>{t('settings:rotateText')}</p>
        <PinPad label={t('access:pin')} value={pin} onChange={setPin} />
        <FailureLine failure={failure} />
        <div className="ends">
          <ActionButton kind="quiet" onPress={onClose}>
            {t('common:cancel')}
          </ActionButton>
          <SubmitButton ready={pin !== ''} pending={pending} label={t('settings:rotateSure')} />
        </div>
      </form>
    </SheetDialog>
  )
}

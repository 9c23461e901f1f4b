import { useState } from 'react'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { NewPinCard } from '../components/people/new-pin-card.tsx'
import { useIntent, useUi } from '../core/context.tsx'
import { addToast } from '../core/store.ts'
import { useTexts } from '../core/use-texts.ts'

/** At the first login by a code that somebody else set: nothing is done before it is replaced. */
export function OwnPin() {
  const { t } = useTexts()
  const { store } = useUi()
  const intent = useIntent()
  const leave = useIntent()
  const [oldPin, setOldPin] = useState('')

  async function change(newPin: string) {
    const isChanged = (await intent.run('operator.changePin', { oldPin, newPin })) !== undefined
    if (isChanged) addToast(store, 'good', t('access:pinChanged'))
  }

  return (
    <NewPinCard
      title={t('access:ownPinTitle')}
      lead={t('access:ownPinLead')}
      ready={oldPin !== ''}
      intent={intent}
      action={t('access:ownPin')}
      other={{ label: t('access:otherPerson'), go: () => void leave.run('operator.logout', {}) }}
      onPin={change}
    >
      <TextEntry
        label={t('access:givenPin')}
        value={oldPin}
        onChange={(typed) => setOldPin(typed.replace(/\D/g, '').slice(0, 12))}
        type="password"
        inputMode="numeric"
        autoFocus
      />
    </NewPinCard>
  )
}

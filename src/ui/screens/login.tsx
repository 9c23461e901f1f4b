import { useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import { AccessCard } from '../components/layout/access-card.tsx'
import { PinPad } from '../components/people/pin-pad.tsx'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { ActionButton } from '../../design/components/buttons.tsx'
import { useIntent, useRequest, useUiState } from '../core/context.tsx'

/** Identifier and PIN. The station answers the same to an unknown person and a wrong PIN. */
export function Login({ onEnrol }: { onEnrol(): void }) {
  const { t } = useTexts()
  const { run, pending, failure } = useIntent()
  const training = useUiState((state) => state.status?.training ?? false)
  const [operatorId, setOperatorId] = useState('')
  const [pin, setPin] = useState('')

  async function go() {
    await run('operator.login', { operatorId: operatorId.trim(), pin })
    setPin('')
  }

  return (
    <AccessCard
      title={t('access:loginTitle')}
      lead={t('access:loginLead')}
      failure={failure}
      pad={<PinPad label={t('access:pin')} value={pin} onChange={setPin} />}
      action={{ label: t('access:login'), ready: operatorId.trim() !== '' && pin !== '', pending }}
      other={training ? null : { label: t('access:haveCode'), go: onEnrol }}
      onSubmit={() => void go()}
    >
      <TextEntry
        label={t('access:operatorId')}
        hint={t('access:operatorIdHint')}
        value={operatorId}
        onChange={setOperatorId}
        maxLength={64}
        autoFocus
      />
      <PeopleHere chosen={operatorId} onChoose={setOperatorId} />
    </AccessCard>
  )
}

/** More than these are quicker typed than sought. */
const mostShown = 12

/** The people of this kiosk by their names; one press fills the identifier in. */
function PeopleHere({ chosen, onChoose }: { chosen: string; onChoose(operatorId: string): void }) {
  const { t } = useTexts()
  const people = useRequest('operator.here', {}).data ?? []
  if (people.length === 0 || people.length > mostShown) return null
  return (
    <div className="people-here" role="group" aria-label={t('access:here')}>
      {people.map(({ operatorId, displayName }) => (
        <ActionButton
          key={operatorId}
          icon={operatorId === chosen ? 'check' : 'person'}
          onPress={() => onChoose(operatorId)}
        >
          {displayName}
        </ActionButton>
      ))}
    </div>
  )
}

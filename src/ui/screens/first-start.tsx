import { useState } from 'react'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { NewPinCard } from '../components/people/new-pin-card.tsx'
import { useIntent } from '../core/context.tsx'
import { useTexts } from '../core/use-texts.ts'

/** The first start makes the first manager. */
export function FirstStart() {
  const { t, language } = useTexts()
  const intent = useIntent()
  const [displayName, setDisplayName] = useState('')
  const [operatorId, setOperatorId] = useState('')
  const who = { operatorId: operatorId.trim(), displayName: displayName.trim() }
  return (
    <NewPinCard
      title={t('access:firstTitle')}
      lead={t('access:firstLead')}
      ready={who.displayName !== '' && who.operatorId !== ''}
      intent={intent}
      action={t('access:create')}
      onPin={(pin) => intent.run('setup.createManager', { ...who, pin, language })}
    >
      <TextEntry
        label={t('access:displayName')}
        hint={t('access:displayNameHint')}
        value={displayName}
        onChange={setDisplayName}
        maxLength={80}
        autoFocus
      />
      <TextEntry
        label={t('access:operatorId')}
        hint={t('access:newOperatorIdHint')}
        value={operatorId}
        onChange={setOperatorId}
        maxLength={32}
      />
    </NewPinCard>
  )
}

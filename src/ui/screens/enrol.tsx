import { useState } from 'react'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { NewPinCard } from '../components/people/new-pin-card.tsx'
import { useIntent } from '../core/context.tsx'
import { useTexts } from '../core/use-texts.ts'

const shortestCode = 8

/** With the code that central gave to them a person makes a PIN of their own: the first time here, or when it is forgotten. */
export function EnrolScreen({ onLogin }: { onLogin: (() => void) | null }) {
  const { t, language } = useTexts()
  const intent = useIntent()
  const [operatorId, setOperatorId] = useState('')
  const [code, setCode] = useState('')
  const who = { operatorId: operatorId.trim(), code: code.trim() }
  return (
    <NewPinCard
      title={t('access:enrolTitle')}
      lead={t('access:enrolLead')}
      ready={who.operatorId !== '' && who.code.length >= shortestCode}
      intent={intent}
      action={t('access:enrol')}
      other={onLogin && { label: t('access:toLogin'), go: onLogin }}
      onPin={(pin) => intent.run('operator.enrol', { ...who, pin, language })}
    >
      <TextEntry
        label={t('access:operatorId')}
        hint={t('access:operatorIdHint')}
        value={operatorId}
        onChange={setOperatorId}
        maxLength={32}
        autoFocus
      />
      <TextEntry
        label={t('access:personalCode')}
        hint={t('access:personalCodeHint')}
        value={code}
        onChange={setCode}
        maxLength={64}
        className="mono"
      />
    </NewPinCard>
  )
}

import { useState } from 'react'
import { useTexts } from '../core/use-texts.ts'
import type { Outcome, OutcomeReason, OverridableGate } from '../../contract/decision.ts'
import { NextButton } from '../../design/components/buttons.tsx'
import { Blockers } from '../components/decide/blockers.tsx'
import { FailureLine } from '../components/frame/failure-panel.tsx'
import { Notice } from '../../design/components/notice.tsx'
import { OutcomeChoice } from '../components/decide/outcome-choice.tsx'
import { OverrideDialog } from '../components/decide/override-dialog.tsx'
import { PinPad } from '../components/people/pin-pad.tsx'
import { ReasonList } from '../components/decide/reason-list.tsx'
import { StepFrame } from '../components/frame/step-frame.tsx'
import { useIntent, useSession } from '../core/context.tsx'

const shortestPin = 6
const needsReasons: Record<Outcome, boolean> = { approved: false, refused: true, unverifiable: true, cancelled: false }

/** Approve or refuse with reasons, and sign with the PIN. What forbids approval is said first, with the way to release it. */
export function DecisionStep() {
  const { t } = useTexts()
  const { decision, provisional, deferred } = useSession()
  const { run, pending, code, waitUntil } = useIntent()
  const [chosen, setChosen] = useState<Outcome | null>(null)
  const [reasons, setReasons] = useState<OutcomeReason[]>(decision.suggestedReasons)
  const [pin, setPin] = useState('')
  const [gate, setGate] = useState<OverridableGate | null>(null)
  const outcome = chosen !== null && decision.allowed.includes(chosen) ? chosen : (decision.allowed[0] ?? 'cancelled')
  const withReasons = needsReasons[outcome]
  const ready = pin.length >= shortestPin && (!withReasons || reasons.length > 0)

  async function decide() {
    await run('session.decide', { outcome, reasons: withReasons ? reasons : [], pin })
    setPin('')
  }

  return (
    <StepFrame
      title={t('decision:title')}
      lead={t(decision.blockers.length > 0 ? 'decision:leadBlocked' : 'decision:leadClear')}
      next={
        <NextButton
          kind={outcome === 'refused' ? 'danger' : 'primary'}
          disabled={!ready}
          pending={pending}
          onPress={() => void decide()}
        >
          {t(`decision:seal.${outcome}`)}
        </NextButton>
      }
    >
      <div className="decide">
        <div className="stack loose">
          <Blockers decision={decision} onRelease={setGate} />
          {provisional && outcome === 'approved' && (
            <Notice tone="attention">
              <strong>{t('decision:provisional')}</strong>
              <p>{deferred.map((check) => t(`words:deferred.${check}`)).join(', ')}</p>
            </Notice>
          )}
          <OutcomeChoice allowed={decision.allowed} value={outcome} onChange={setChosen} />
          {withReasons && <ReasonList suggested={decision.suggestedReasons} value={reasons} onChange={setReasons} />}
        </div>
        <div className="stack sign">
          <PinPad label={t('decision:pin')} value={pin} onChange={setPin} compact />
          <p className="hint">{t('decision:pinHint')}</p>
          <FailureLine code={code} waitUntil={waitUntil} />
        </div>
      </div>
      {gate && <OverrideDialog gate={gate} onClose={() => setGate(null)} />}
    </StepFrame>
  )
}

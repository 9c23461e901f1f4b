import { useState } from 'react'
import { useOpenChecks } from '../core/use-open-checks.ts'
import { useTexts } from '../core/use-texts.ts'
import { judgementDelayMs, type Outcome, type OutcomeReason, type OverridableGate } from '../../contract/decision.ts'
import { NextButton } from '../../design/components/buttons.tsx'
import { Blockers } from '../components/decide/blockers.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { Notice } from '../../design/components/notice.tsx'
import { OutcomeChoice } from '../components/decide/outcome-choice.tsx'
import { OverrideDialog } from '../components/decide/override-dialog.tsx'
import { PinPad } from '../components/people/pin-pad.tsx'
import { ReasonList } from '../components/decide/reason-list.tsx'
import { useSeen } from '../../design/components/seen.ts'
import { StepLayout } from '../components/layout/step-layout.tsx'
import { useIntent, useSession } from '../core/context.tsx'
import { shortestPin } from '../components/people/new-pin.tsx'

const needsReasons: Record<Outcome, boolean> = { approved: false, refused: true, unverifiable: true, cancelled: true }

/**
 * Approve or refuse with reasons, and sign with the PIN: nothing is chosen beforehand. What forbids approval is said first,
 * with the way to release it.
 */
export function DecisionStep() {
  const { t } = useTexts()
  const session = useSession()
  const { decision, provisional } = session
  const sayOpenChecks = useOpenChecks()
  const { run, pending, failure } = useIntent()
  const [chosen, setChosen] = useState<Outcome | null>(null)
  const [reasons, setReasons] = useState<OutcomeReason[]>([])
  const [pin, setPin] = useState('')
  const [gate, setGate] = useState<OverridableGate | null>(null)
  const isSeen = useSeen('decision', judgementDelayMs)
  const outcome = chosen !== null && decision.allowed.includes(chosen) ? chosen : null
  const offered = outcome === null ? [] : decision.offeredReasons[outcome]
  const given = reasons.filter((reason) => offered.includes(reason))
  const withReasons = outcome !== null && needsReasons[outcome]
  const ready = outcome !== null && pin.length >= shortestPin && (!withReasons || given.length > 0)

  async function decide() {
    if (outcome === null) return
    await run('session.decide', { outcome, reasons: withReasons ? given : [], pin })
    setPin('')
  }

  return (
    <StepLayout
      title={t('decision:title')}
      lead={t(decision.blockers.length > 0 ? 'decision:leadBlocked' : 'decision:leadClear')}
      next={
        <NextButton
          kind={outcome === 'refused' ? 'danger' : 'primary'}
          disabled={!ready}
          pending={pending}
          isSeen={isSeen}
          onPress={() => void decide()}
        >
          {t(outcome === null ? 'decision:chooseFirst' : `decision:seal.${outcome}`)}
        </NextButton>
      }
    >
      <div className="decide">
        <div className="stack loose">
          <Blockers decision={decision} onRelease={setGate} />
          {provisional && outcome === 'approved' && (
            <Notice tone="attention">
              <strong>{t('decision:provisional')}</strong>
              <p>{sayOpenChecks(session)}</p>
            </Notice>
          )}
          <OutcomeChoice decision={decision} value={outcome} onChange={(next) => isSeen() && setChosen(next)} />
          {withReasons && <ReasonList offered={offered} value={given} onChange={setReasons} />}
        </div>
        <div className="stack sign">
          <PinPad label={t('decision:pin')} value={pin} onChange={setPin} compact />
          <p className="hint">{t('decision:pinHint')}</p>
          <FailureLine failure={failure} />
        </div>
      </div>
      {gate && <OverrideDialog gate={gate} onClose={() => setGate(null)} />}
    </StepLayout>
  )
}

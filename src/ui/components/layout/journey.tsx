import { useTexts } from '../../core/use-texts.ts'
import { Button } from 'react-aria-components'
import type { Session, StepState } from '../../../contract/session.ts'
import { useIntent } from '../../core/context.tsx'
import { FailureLine } from './failure-panel.tsx'
import { Icon, type IconName } from '../../../design/components/icon.tsx'

const bullets: Partial<Record<StepState, IconName>> = { passed: 'check', failed: 'cross', skipped: 'dash' }

/** The eight steps and where we are; a step behind can be opened again (what came after is judged again). */
export function Journey({ session }: { session: Session }) {
  const { t } = useTexts()
  const { run, failure } = useIntent()
  const here = session.steps.findIndex(({ state }) => state === 'current')
  const open = session.step !== 'receipt' && !session.busy
  return (
    <nav className="journey" aria-label={t('layout:journey')}>
      <FailureLine failure={failure} />
      <ol>
        {session.steps.map(({ step, state }, index) => {
          const bullet = bullets[state]
          const inside = (
            <>
              <span className="bullet">{bullet ? <Icon name={bullet} size={18} /> : index + 1}</span>
              <span className="name">{t(`words:step.${step}`)}</span>
              <span className="visually-hidden">{t(`words:stepState.${state}`)}</span>
            </>
          )
          const reachable = open && index < here && state !== 'skipped'
          return (
            <li key={step} aria-current={state === 'current' ? 'step' : undefined}>
              {reachable ? (
                <Button className={`step ${state}`} onPress={() => void run('session.back', { to: step })}>
                  {inside}
                </Button>
              ) : (
                <span className={`step ${state}`}>{inside}</span>
              )}
            </li>
          )
        })}
      </ol>
    </nav>
  )
}

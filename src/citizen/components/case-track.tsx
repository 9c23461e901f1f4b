import type { ApplicationView } from '../../contract/identity/application.ts'
import { useTexts } from '../core/context.tsx'
import { Icon, type IconName } from '../../design/components/icon.tsx'

const stages = ['sent', 'visit', 'checked', 'activated'] as const
/** How many of the stages are behind, by where the case stands. */
const passed: Partial<Record<ApplicationView['standing'], number>> = {
  awaiting_visit: 1,
  suspended: 1,
  received: 2,
  being_checked: 2,
  accepted: 3,
  not_accepted: 2,
}
/** An identity that was made, and cannot be used: it waits for nothing. */
const hasStopped = (activation: ApplicationView['activation']) =>
  !['none', 'activation_pending', 'active'].includes(activation)
type State = 'done' | 'now' | 'ahead' | 'stopped'
const icons: Record<State, IconName> = { done: 'check', now: 'forward', ahead: 'open', stopped: 'cross' }

/** The way from the application to the identity, and where it is: in words and signs, colour only repeats them. */
export function CaseTrack({ application }: { application: ApplicationView }) {
  const { t } = useTexts()
  const { standing, activation } = application
  const done = activation === 'active' ? stages.length : (passed[standing] ?? 0)
  const stateOf = (index: number): State => {
    if (index < done) return 'done'
    if (index > done) return 'ahead'
    return standing === 'not_accepted' || hasStopped(activation) ? 'stopped' : 'now'
  }
  return (
    <ol className="track" aria-label={t('apply:status.track')}>
      {stages.map((stage, index) => {
        const state = stateOf(index)
        return (
          <li key={stage} className={state} {...(state === 'now' && { 'aria-current': 'step' as const })}>
            <span className="bullet">
              <Icon name={icons[state]} size={18} />
            </span>
            <span className="text">
              <span className="strong">{t(`apply:status.stage.${stage}`)}</span>
              <span className="small soft">{t(`apply:status.stageState.${state}`)}</span>
            </span>
          </li>
        )
      })}
    </ol>
  )
}

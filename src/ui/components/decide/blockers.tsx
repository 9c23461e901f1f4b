import { useTexts } from '../../core/use-texts.ts'
import type { OverridableGate } from '../../../contract/decision.ts'
import type { Session } from '../../../contract/session.ts'
import { useTimes } from '../../core/use-times.ts'
import { ActionButton } from '../../../design/components/buttons.tsx'
import { Mark } from '../../../design/components/mark.tsx'

interface BlockersProps {
  decision: Session['decision']
  onRelease(gate: OverridableGate): void
}

/** What forbids approval, each with why and, where a manager may release it, how. */
export function Blockers({ decision, onRelease }: BlockersProps) {
  const { t } = useTexts()
  const { sayClock } = useTimes()
  const { blockers, overridable, overrides } = decision
  if (blockers.length === 0 && overrides.length === 0) return null
  return (
    <section className="stack tight" aria-labelledby="blockers">
      <h2 id="blockers">{t(blockers.length > 0 ? 'decision:blockers' : 'decision:allReleased')}</h2>
      <ul className="cards">
        {blockers.map((code) => {
          const gate = overridable.find((candidate) => candidate === code)
          return (
            <li key={code} className="card blocker">
              <Mark tone="bad">{t(`failures:${code}.title`)}</Mark>
              <p>{t(`failures:${code}.remedy`)}</p>
              {gate && (
                <div>
                  <ActionButton icon="shield" onPress={() => onRelease(gate)}>
                    {t('decision:release')}
                  </ActionButton>
                </div>
              )}
            </li>
          )
        })}
        {overrides.map(({ gate, managerId, reason, givenAt }) => (
          <li key={gate} className="card">
            <Mark tone="attention">{t('decision:released', { gate: t(`failures:${gate}.title`) })}</Mark>
            <p className="soft">
              {t('decision:releasedBy', {
                manager: managerId,
                reason: t(`words:overrideReason.${reason}`),
                time: sayClock(givenAt),
              })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

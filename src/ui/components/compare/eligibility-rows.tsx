import { useTexts } from '../../core/use-texts.ts'
import { sayKnown } from '../../../texts/texts-in.ts'
import type { EligibilityCheck } from '../../../contract/match.ts'
import { sayDay } from '../../../texts/say-time.ts'
import { putFirst } from '../../core/order.ts'
import { Mark, type Tone } from '../../../design/components/mark.tsx'

const tones: Record<EligibilityCheck['verdict'], Tone> = {
  passed: 'good',
  failed: 'bad',
  not_applicable: 'open',
  deferred: 'attention',
}

/** May this document open a digital identity? One row per rule, with the figures it rests on. */
export function EligibilityRows({ checks }: { checks: EligibilityCheck[] }) {
  const { t, language } = useTexts()
  const say = (value: string) => (/^\d{4}-\d{2}/.test(value) ? sayDay(value, language) : value)
  return (
    <section className="stack tight" aria-labelledby="eligibility">
      <h2 id="eligibility">{t('comparison:eligibility')}</h2>
      <dl className="rows eligibility">
        {putFirst(checks, ({ verdict }) => verdict === 'failed').map(({ rule, verdict, reason, facts }) => (
          <div key={rule}>
            <dt className="check-name">{t(`comparison:rule.${rule}`)}</dt>
            <dd className="why">
              {reason && verdict === 'failed'
                ? sayKnown(t, `failures:${reason}.title`, reason)
                : Object.entries(facts)
                    .map(([key, value]) => sayKnown(t, `comparison:fact.${key}`, say(value), { value: say(value) }))
                    .join(' · ')}
            </dd>
            <dd className="mark-cell">
              <Mark tone={tones[verdict]}>{t(`words:verdict.${verdict}`)}</Mark>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

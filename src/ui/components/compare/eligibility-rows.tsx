import { useTranslation } from 'react-i18next'
import type { EligibilityCheck } from '../../../contract/match.ts'
import { sayDate } from '../../core/format.ts'
import { languageOf } from '../../core/language.ts'
import { putFirst } from '../../core/order.ts'
import { Mark, type Tone } from '../../../design/components/mark.tsx'

const tones: Record<EligibilityCheck['verdict'], Tone> = {
  passed: 'good',
  failed: 'bad',
  'not applicable': 'open',
  deferred: 'attention',
}

/** May this document open a digital identity? One row per rule, with the figures it rests on. */
export function EligibilityRows({ checks }: { checks: EligibilityCheck[] }) {
  const { t, i18n } = useTranslation()
  const language = languageOf(i18n)
  const say = (value: string) => (/^\d{4}-\d{2}/.test(value) ? sayDate(value, language) : value)
  return (
    <section className="stack tight" aria-labelledby="eligibility">
      <h2 id="eligibility">{t('comparison:eligibility')}</h2>
      <dl className="rows eligibility">
        {putFirst(checks, ({ verdict }) => verdict === 'failed').map(({ rule, verdict, reason, facts }) => (
          <div key={rule}>
            <dt className="check-name">{t(`comparison:rule.${rule}`)}</dt>
            <dd className="why">
              {reason && verdict === 'failed'
                ? t(`failures:${reason}.title`)
                : Object.entries(facts)
                    .map(([key, value]) => t(`comparison:fact.${key}`, { value: say(value), defaultValue: say(value) }))
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

import type { ExerciseVerdict, ExerciseView } from '../../contract/exercise.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { Folded } from '../../design/components/folded.tsx'
import { Mark, type Tone } from '../../design/components/mark.tsx'
import { Correction } from '../components/decide/correction.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { useIntent, useRequest } from '../core/context.tsx'
import { sayDay } from '../../texts/say-time.ts'
import { useTexts } from '../core/use-texts.ts'

const tones: Record<ExerciseVerdict, Tone> = {
  right: 'good',
  wrong_yes: 'bad',
  wrong_outcome: 'bad',
  wrong_ground: 'attention',
}

/** The scored exercise at the end of a training: its cases, and once all are sealed what was missed and why. */
export function Exercise({ onReference }: { onReference(reference: string): void }) {
  const { t, language } = useTexts()
  const { data, reload } = useRequest('exercise.view', { language })
  const { run, pending, failure } = useIntent()
  if (!data) return null
  const { isBegun, cases, result } = data
  async function begin() {
    if ((await run('exercise.begin', {})) !== undefined) reload()
  }
  return (
    <Folded title={t('exercise:title')}>
      <div className="exercise stack tight">
        <p>{t('exercise:lead')}</p>
        {result && (
          <p>
            <Mark tone={result.passed ? 'good' : 'bad'}>
              {t(result.passed ? 'exercise:passed' : 'exercise:failed', {
                score: result.score,
                of: result.of,
                date: sayDay(result.on, language),
              })}
            </Mark>
          </p>
        )}
        {result?.passed && <p>{t('exercise:proof')}</p>}
        <FailureLine failure={failure} />
        {isBegun && (
          <ol className="tips">
            {cases.map((one) => (
              <ExerciseCase key={one.reference} one={one} onReference={onReference} />
            ))}
          </ol>
        )}
        {(!isBegun || result) && (
          <div>
            <ActionButton pending={pending} onPress={() => void begin()}>
              {t(isBegun ? 'exercise:again' : 'exercise:begin')}
            </ActionButton>
          </div>
        )}
      </div>
    </Folded>
  )
}

function ExerciseCase({
  one,
  onReference,
}: {
  one: ExerciseView['cases'][number]
  onReference(reference: string): void
}) {
  const { t } = useTexts()
  const { reference, isSealed, correction } = one
  if (correction)
    return (
      <li>
        <Correction
          reference={reference}
          title={correction.title}
          tone={tones[correction.verdict]}
          mark={t(`exercise:verdict.${correction.verdict}`)}
          missed={correction.verdict === 'right' ? null : correction}
        />
      </li>
    )
  return (
    <li>
      <div className="spread">
        <span className="mono">{reference}</span>
        {isSealed && <Mark tone="open">{t('exercise:sealed')}</Mark>}
        {!isSealed && <ActionButton onPress={() => onReference(reference)}>{t('home:take')}</ActionButton>}
      </div>
    </li>
  )
}

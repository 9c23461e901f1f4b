import type { FailureCode } from '../../../contract/failure.ts'
import type { IntentFailure } from '../../core/context.tsx'
import { useTexts } from '../../core/use-texts.ts'
import { Folded } from '../../../design/components/folded.tsx'
import { Icon } from '../../../design/components/icon.tsx'
import { WaitLine } from './wait-line.tsx'

/** Why it happened and what to do now: what happened is the screen's title, the button that mends it its next action. */
export function FailurePanel({ code, detail = null }: { code: FailureCode; detail?: string | null }) {
  const { t } = useTexts()
  return (
    <section className="failure" role="alert">
      <Icon name="failure" size={44} />
      <div className="stack">
        <p className="what">{t(`failures:${code}.cause`)}</p>
        <p className="what">
          <strong>{t(`failures:${code}.remedy`)}</strong>
        </p>
        <Folded title={t('common:details')}>
          <p className="mono">{code}</p>
          {detail && <p className="mono">{detail}</p>}
        </Folded>
      </div>
    </section>
  )
}

const unmeasured = { waitUntil: null, triesLeft: null }

/** A failure below the fold would not be seen. */
const bringIntoView = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' })

/** The same in two lines, beside the control that failed and in view; with the time left where only waiting helps, or the tries. */
export function FailureLine({ failure }: { failure: IntentFailure | FailureCode | null }) {
  const { t } = useTexts()
  if (failure === null) return null
  const { code, waitUntil, triesLeft } = typeof failure === 'string' ? { ...unmeasured, code: failure } : failure
  return (
    <div className="notice bad" role="alert" ref={bringIntoView}>
      <Icon name="failure" />
      <div>
        <strong>{t(`failures:${code}.title`)}</strong>
        {waitUntil !== null && <WaitLine until={waitUntil} />}
        {triesLeft !== null && <p>{t('common:triesLeft', { count: triesLeft })}</p>}
        <p>{t(`failures:${code}.remedy`)}</p>
      </div>
    </div>
  )
}

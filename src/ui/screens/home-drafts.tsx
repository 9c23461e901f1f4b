import { useTexts } from '../core/use-texts.ts'
import { ActionButton } from '../../design/components/buttons.tsx'
import { FailureLine } from '../components/layout/failure-panel.tsx'
import { useIntent, useRequest } from '../core/context.tsx'
import { useTimes } from '../core/use-times.ts'

/** Cases left open: what is kept of each is the consent, so it resumes there or at the document. */
export function Drafts() {
  const { t } = useTexts()
  const { sayTime } = useTimes()
  const drafts = useRequest('draft.list', {})
  const { run, pending, failure } = useIntent()
  const list = drafts.data ?? []
  if (list.length === 0) return <p className="soft">{t('home:noDrafts')}</p>
  return (
    <section className="stack" aria-labelledby="drafts">
      <h2 id="drafts">{t('home:drafts')}</h2>
      <FailureLine failure={failure} />
      <ul className="cards">
        {list.map(({ sessionId, reference, step, savedAt }) => (
          <li key={sessionId} className="card">
            <strong className="mono">{reference}</strong>
            <span className="soft small">
              {t(step === 'application' ? 'home:resumesAtConsent' : 'home:resumesAtDocument', {
                time: sayTime(savedAt),
              })}
            </span>
            <div className="row">
              <ActionButton pending={pending} onPress={() => void run('draft.resume', { sessionId })}>
                {t('home:resume')}
              </ActionButton>
              <ActionButton
                kind="quiet"
                pending={pending}
                onPress={() => void run('draft.discard', { sessionId }).then(drafts.reload)}
              >
                {t('home:discard')}
              </ActionButton>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

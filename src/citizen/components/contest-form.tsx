import { useState } from 'react'
import type { ApplicationView } from '../../contract/identity/application.ts'
import { useApplication, useAsk, useTexts } from '../core/context.tsx'
import { sayMoment } from '../core/say.ts'
import { useProblems } from '../pages/use-step.ts'
import { TextEntry } from '../../design/components/text-entry.tsx'
import { Done } from './done.tsx'
import { StepForm } from './step-form.tsx'

/** Disagreeing with a decision: in one's own words, answered by a person within a stated time. */
export function ContestForm({ application }: { application: ApplicationView }) {
  const { t, language } = useTexts()
  const [, keep] = useApplication()
  const asking = useAsk()
  const { problems, check } = useProblems(asking, { words: 'words' })
  const [words, setWords] = useState('')
  const [now] = useState(() => Date.now())
  const { contest_due, contest_until } = application
  async function submit() {
    if (!check(words.trim() === '' ? [{ field: 'words', code: 'missing' }] : [])) return
    const taken = await asking.ask('application.contest', { body: { words: words.trim() } })
    if (taken) keep({ ...application, contest_due: taken.due_at })
  }
  if (contest_due)
    return (
      <Done>
        <p>{t('apply:contest.taken', { day: sayMoment(contest_due, language) })}</p>
      </Done>
    )
  if (!contest_until || Date.parse(contest_until) < now) return null
  return (
    <section className="stack" aria-labelledby="contest">
      <h2 id="contest">{t('apply:contest.title')}</h2>
      <p>{t('apply:contest.lead', { day: sayMoment(contest_until, language) })}</p>
      <StepForm onSubmit={() => void submit()} action={t('apply:contest.action')} asking={asking} problems={problems}>
        <TextEntry
          id="words"
          label={t('apply:contest.label')}
          hint={t('apply:contest.hint')}
          lines
          maxLength={4000}
          value={words}
          onChange={setWords}
          problem={problems.of('words')}
        />
      </StepForm>
    </section>
  )
}

import { useEffect, useRef, useState } from 'react'
import type { FailureCode } from '../../contract/failure.ts'
import type { FieldProblem } from '../../contract/identity/application.ts'
import type { Refusal } from '../core/api.ts'
import { useCitizenState, useTexts } from '../core/context.tsx'
import { pages } from '../core/routes.ts'
import { Link } from './page.tsx'
import { Icon } from '../../design/components/icon.tsx'

/** Title, cause and remedy of a code, in the citizen's words: `apply:trouble` where the code is another's too. */
export function useTrouble() {
  const { t, code } = useTexts()
  return (of: FailureCode) => {
    const area = [`apply:trouble.${of}`, `failures:${of}`].find((key) => code(`${key}.title`) !== null)
    const part = (name: 'title' | 'cause' | 'remedy') =>
      (area && code(`${area}.${name}`)) ?? t(`apply:trouble.internal_error.${name}`)
    return { title: part('title'), cause: part('cause'), remedy: part('remedy') }
  }
}

/** What is wrong with one field, in words. */
export function useProblemText() {
  const { t, code } = useTexts()
  return ({ field, code: why }: FieldProblem) =>
    code(`apply:problems.${field.split('.')[0]}_${why}`) ??
    code(`apply:problems.${why}`) ??
    t('apply:problems.malformed')
}

/** Where a remedy is: what expired or ended while a page was open goes on there. */
const ways: Partial<Record<FailureCode, string>> = {
  citizen_session_missing: pages.email,
  device_unknown: pages.app,
  device_proof_missing: pages.account,
  account_inactive: pages.status,
}

function Way({ of }: { of: FailureCode }) {
  const { code } = useTexts()
  const here = useCitizenState((state) => state.path)
  const [to, text] = [ways[of], code(`failures:${of}.action`)]
  if (to === undefined || to === here || text === null) return null
  return (
    <p>
      <Link to={to} text={text} />
    </p>
  )
}

/** A refusal with cause and remedy, announced and brought into view; tries left and time to wait where there are any. */
export function TroubleBox({ refusal }: { refusal: Refusal | null }) {
  const { t } = useTexts()
  const trouble = useTrouble()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (refusal) box.current?.focus()
  }, [refusal])
  if (!refusal || refusal.problems.length > 0) return null
  const { title, cause, remedy } = trouble(refusal.code)
  return (
    <div className="notice bad" role="alert" tabIndex={-1} ref={box}>
      <Icon name="failure" />
      <div className="stack tight grow">
        <strong>{title}</strong>
        <p>{cause}</p>
        <p>{remedy}</p>
        <Way of={refusal.code} />
        {refusal.attemptsLeft !== null && <p>{t('apply:attemptsLeft', { count: refusal.attemptsLeft })}</p>}
        {refusal.waitSeconds !== null && <WaitLine key={refusal.waitSeconds} seconds={refusal.waitSeconds} />}
      </div>
    </div>
  )
}

/** When to try again; that the time has come is announced, the counting is not. */
function WaitLine({ seconds }: { seconds: number }) {
  const { t } = useTexts()
  const [left, setLeft] = useState(seconds)
  useEffect(() => {
    if (left <= 0) return
    const timer = setTimeout(() => setLeft(left - 1), 1000)
    return () => clearTimeout(timer)
  }, [left])
  if (left <= 0) return <p>{t('apply:tryNow')}</p>
  return (
    <p role="timer">
      {left > 50
        ? t('apply:tryInMinutes', { count: Math.ceil(left / 60) })
        : t('apply:tryInSeconds', { count: Math.ceil(left / 10) * 10 })}
    </p>
  )
}

/** What is to be corrected on this page, each a link to its field. */
export function ErrorSummary({ problems }: { problems: readonly { id: string; text: string }[] }) {
  const { t } = useTexts()
  const box = useRef<HTMLDivElement>(null)
  const key = problems.map(({ id, text }) => id + text).join()
  useEffect(() => {
    if (key !== '') box.current?.focus()
  }, [key])
  if (problems.length === 0) return null
  return (
    <div className="notice bad" role="alert" tabIndex={-1} ref={box}>
      <Icon name="failure" />
      <div className="stack tight grow">
        <strong>{t('apply:toCorrect', { count: problems.length })}</strong>
        <ul className="stack tight">
          {problems.map(({ id, text }) => (
            <li key={id + text}>
              <a
                className="link"
                href={`#${id}`}
                onClick={(event) => {
                  event.preventDefault()
                  document.getElementById(id)?.focus()
                }}
              >
                {text}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

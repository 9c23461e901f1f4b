import { useEffect, useRef, type KeyboardEvent } from 'react'
import { Button } from 'react-aria-components'
import { useSeen } from './seen.ts'

export interface Answer<T extends string> {
  value: T
  label: string
  /** Cannot be chosen; the screen says why. */
  disabled?: boolean
}

interface JudgementProps<T extends string> {
  /** What is judged, for screen readers. */
  label: string
  /** For another question the time in view starts at zero. */
  question: string
  answers: readonly Answer<T>[]
  delayMs: number
  pending?: boolean
  onAnswer(value: T): void
}

const typing = 'input, textarea, select, [contenteditable], [role="dialog"], [role="alertdialog"]'

/**
 * A judgement: equal answers in a fixed order, none of them primary, none on Enter, each on the digit that stands on it. It
 * takes nothing before it has been in view for `delayMs`.
 */
export function Judgement<T extends string>(props: JudgementProps<T>) {
  const { label, question, answers, delayMs, pending = false, onAnswer } = props
  const isSeen = useSeen(question, delayMs)
  const begunInTime = useRef(false)
  const give = (answer: Answer<T> | undefined) => {
    if (answer && !answer.disabled && !pending) onAnswer(answer.value)
  }
  useEffect(() => {
    const press = (event: globalThis.KeyboardEvent) => {
      if (event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return
      if ((event.target as Element).closest(typing) || document.querySelector('[role="dialog"]') || !isSeen()) return
      give(answers[Number(event.key) - 1])
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  })
  return (
    <div className="judgement" role="group" aria-label={label} onKeyDownCapture={refuseEnter}>
      {answers.map((answer, index) => (
        <Button
          key={answer.value}
          className="button answer"
          isDisabled={answer.disabled ?? false}
          aria-disabled={pending}
          aria-keyshortcuts={String(index + 1)}
          onPressStart={() => (begunInTime.current = isSeen())}
          onPress={() => begunInTime.current && give(answer)}
        >
          <span>{answer.label}</span>
          <kbd aria-hidden="true">{index + 1}</kbd>
        </Button>
      ))}
    </div>
  )
}

/** Enter means "go on" everywhere else: here it would judge. */
function refuseEnter(event: KeyboardEvent) {
  if (event.key !== 'Enter') return
  event.preventDefault()
  event.stopPropagation()
}

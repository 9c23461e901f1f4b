import { useEffect, useState } from 'react'
import { useTexts } from '../../core/use-texts.ts'
import { sayWait } from '../../core/say-wait.ts'

/** When to try again, counting down in its place; that the time has come is announced, the counting is not. */
export function WaitLine({ until }: { until: number }) {
  const { t } = useTexts()
  const [now, setNow] = useState(() => Date.now())
  const over = now >= until
  useEffect(() => {
    if (over) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [over])
  if (over) return <p>{t('common:tryNow')}</p>
  return <p role="timer">{t('common:tryIn', { wait: sayWait((until - now) / 1000) })}</p>
}

import { useEffect, useRef } from 'react'

/** Looks again and again while it is wanted, one look at a time; a network that drops for a moment ends nothing. */
export function usePoll(wanted: boolean, everyMs: number, look: (signal: AbortSignal) => Promise<void>): void {
  const latest = useRef(look)
  useEffect(() => {
    latest.current = look
  })
  useEffect(() => {
    if (!wanted) return
    const leaving = new AbortController()
    let timer: ReturnType<typeof setTimeout> | undefined
    const again = () => {
      timer = setTimeout(
        () =>
          void latest
            .current(leaving.signal)
            .catch(() => {})
            .then(next),
        everyMs,
      )
    }
    const next = () => {
      if (!leaving.signal.aborted) again()
    }
    again()
    return () => {
      leaving.abort()
      clearTimeout(timer)
    }
  }, [wanted, everyMs])
}

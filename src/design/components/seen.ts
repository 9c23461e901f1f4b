import { useCallback, useLayoutEffect, useRef } from 'react'

/**
 * Whether what stands on the screen has been in view for `delayMs` since it was painted; another `question` starts over. A
 * press meant for the screen before must not answer this one.
 */
export function useSeen(question: string, delayMs: number): () => boolean {
  const paintedAt = useRef(Infinity)
  useLayoutEffect(() => {
    paintedAt.current = Infinity
    // The first frame draws the change, the second comes after it was shown.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame((now) => (paintedAt.current = now))
    })
    return () => cancelAnimationFrame(frame)
  }, [question])
  return useCallback(() => performance.now() - paintedAt.current >= delayMs, [delayMs])
}

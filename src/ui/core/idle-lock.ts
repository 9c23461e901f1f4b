import { useEffect } from 'react'
import { useUi, useUiState } from './context.tsx'

const signsOfLife = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

/** Locks the screen after the policy's seconds without a touch or a key; the station keeps the case as it is. */
export function useIdleLock(): void {
  const { client } = useUi()
  const seconds = useUiState((state) => state.policy?.idleLockSeconds ?? null)
  const open = useUiState(({ status }) => Boolean(status?.operator) && !status?.locked)
  useEffect(() => {
    if (!open || seconds === null) return
    let timer: ReturnType<typeof setTimeout>
    const restart = () => {
      clearTimeout(timer)
      timer = setTimeout(() => void client.request('operator.lock', {}).catch(() => restart()), seconds * 1000)
    }
    restart()
    for (const sign of signsOfLife) document.addEventListener(sign, restart, { passive: true })
    return () => {
      clearTimeout(timer)
      for (const sign of signsOfLife) document.removeEventListener(sign, restart)
    }
  }, [client, open, seconds])
}

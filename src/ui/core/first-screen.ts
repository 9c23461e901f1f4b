import { useEffect } from 'react'
import { softwareVersion } from '../../contract/software-version.ts'
import { useUi, useUiState } from './context.tsx'

/** Tells the station, once, that what it said of itself has been painted: a new version opens no session before. */
export function useFirstScreen(): void {
  const { client } = useUi()
  const isThere = useUiState(({ status }) => status !== null)
  useEffect(() => {
    if (!isThere) return
    // A frame is painted by the time the next one is asked for. What is refused is said when somebody opens a session.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(
        () => void client.request('station.shown', { version: softwareVersion }).catch(() => null),
      )
    })
    return () => cancelAnimationFrame(frame)
  }, [client, isThere])
}

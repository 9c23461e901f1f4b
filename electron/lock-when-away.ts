import { powerMonitor } from 'electron'
import type { Station } from '../src/station/port.ts'

/** A machine that sleeps or is locked locks the counter: anyone who wakes it is asked for the PIN. */
export function lockWhenAway(station: Pick<Station, 'dispatch'>): void {
  const lock = () => void station.dispatch({ id: 0, name: 'operator.lock', input: {} })
  powerMonitor.on('suspend', lock)
  powerMonitor.on('lock-screen', lock)
}

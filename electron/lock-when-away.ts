import { powerMonitor } from 'electron'

/** A machine that sleeps or is locked locks the counter: anyone who wakes it is asked for the PIN. */
export function lockWhenAway(lock: () => void): void {
  powerMonitor.on('suspend', lock)
  powerMonitor.on('lock-screen', lock)
}

/**
 * How long something still takes, in steps that a reader can follow: whole minutes, and in the last one tens of
 * seconds, rounded up. Empty when it is over.
 */
export function sayWait(seconds: number): string {
  if (seconds <= 0) return ''
  return seconds > 50 ? `${Math.ceil(seconds / 60)} min` : `${Math.ceil(seconds / 10) * 10} s`
}

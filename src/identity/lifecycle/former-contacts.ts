import type { ContactKind } from '../../contract/identity/contact.ts'
import type { Holder } from './holder.ts'

/** So long everything that holders are told goes to where they were reached before as well. */
export const formerMs = 7 * 24 * 3_600_000

/** Where a holder is told at a time: the present address or number first, then those that were theirs lately; each once. */
export function reachedAt(holder: Holder, kind: ContactKind, at: Date): string[] {
  const former = holder.former.filter((one) => one.kind === kind && new Date(one.until) > at)
  return [...new Set([holder[kind], ...former.map(({ value }) => value)])]
}

/** The holder reached by `value` from now on; where they were is kept for its days, what has had its time goes. */
export function reachedElsewhere(holder: Holder, kind: ContactKind, value: string, at: Date): Holder {
  if (holder[kind] === value) return withoutPast(holder, at)
  const until = new Date(at.getTime() + formerMs).toISOString()
  const former = [...withoutPast(holder, at).former, { kind, value: holder[kind], until }]
  return { ...holder, [kind]: value, former }
}

/** The holder as verified anew; where they were before is told as well: somebody may have been verified in their name. */
export function reachedAnew(before: Holder, now: Holder, at: Date): Holder {
  const kinds = ['email', 'phone'] as const
  const moved = kinds.reduce((one, kind) => reachedElsewhere(one, kind, now[kind], at), before)
  return { ...now, former: moved.former }
}

/** Without addresses and numbers whose days are over. */
export function withoutPast(holder: Holder, at: Date): Holder {
  return { ...holder, former: holder.former.filter(({ until }) => new Date(until) > at) }
}

/** When the last of them is over; null where there is none. */
export function formerUntil({ former }: Holder): Date | null {
  const ends = former.map(({ until }) => new Date(until).getTime())
  return ends.length === 0 ? null : new Date(Math.max(...ends))
}

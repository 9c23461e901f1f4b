/** The country: 17,000 branches and 65,000 tablets, and what each seals in a day (assumptions, to be replaced by counts). */
export type Country = { branches: number; tablets: number; perBranch: number; perTablet: number }
export const france: Country = { branches: 17_000, tablets: 65_000, perBranch: 40, perTablet: 6 }

export const minutesPerDay = 24 * 60
/** Central is down for this hour. */
export const outage = { from: 11 * 60, until: 12 * 60 }

/** Shares of a day's packets by hour of arrival. Counters open at nine; tablets come home in the evening and sync there. */
const counterShares: Record<number, number> = { 9: 16, 10: 14, 11: 13, 12: 6, 13: 6, 14: 12, 15: 12, 16: 12, 17: 9 }
const tabletShares: Record<number, number> = { 12: 5, 17: 30, 18: 45, 19: 20 }
/** Within its hour: half of the opening hour's packets come in its first quarter, evenings have their rush at the start. */
const burstHours = new Set([9, 18])
const burstMinutes = 15
const burstShare = 0.5

/** Packets per minute of a national day, before any outage shifts them. */
export function demandPerMinute({ branches, tablets, perBranch, perTablet }: Country): number[] {
  const demand = new Array<number>(minutesPerDay).fill(0)
  spread(demand, counterShares, branches * perBranch)
  spread(demand, tabletShares, tablets * perTablet)
  return demand
}

function spread(demand: number[], shares: Record<number, number>, total: number): void {
  for (const [hour, share] of Object.entries(shares)) {
    const packets = (total * share) / 100
    for (let minute = 0; minute < 60; minute++) {
      demand[Number(hour) * 60 + minute]! += packets * shareOfMinute(Number(hour), minute)
    }
  }
}

function shareOfMinute(hour: number, minute: number): number {
  if (!burstHours.has(hour)) return 1 / 60
  return minute < burstMinutes ? burstShare / burstMinutes : (1 - burstShare) / (60 - burstMinutes)
}

/** A random number generator that a seed repeats (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Minutes of the day at which `count` packets are sealed, drawn from the demand, in order. */
export function drawArrivals(demand: readonly number[], count: number, random: () => number): number[] {
  const sums: number[] = []
  demand.reduce((sum, packets, i) => (sums[i] = sum + packets), 0)
  const total = sums.at(-1)!
  const draw = () => {
    const at = random() * total
    const minute = sums.findIndex((sum) => sum > at)
    return minute + random()
  }
  return Array.from({ length: count }, draw).sort((a, b) => a - b)
}

const backoff = { baseMinutes: 0.05, capMinutes: 15 }

/** Full jitter, as the station does it: anything up to the doubled delay, at most a quarter of an hour. */
export function backoffMinutes(attempt: number, random: () => number): number {
  return random() * Math.min(backoff.capMinutes, backoff.baseMinutes * 2 ** attempt)
}

import type { Country } from '../day.ts'
import { nothingSpent, plus, sumOf, times, type Spent } from '../meter.ts'
import type { PriceList, Prices } from './price-all.ts'

const secondsOf = { minute: 60, hour: 3_600, day: 86_400 }

/** How often a kiosk asks each kind in a day: for being on, by its intervals (src/station/sync/loops.ts), and for each visit. */
type Habit = { kind: keyof Prices; aDay: number; aVisit: Record<'counter' | 'tablet', number>; why: string }
const each = (count: number) => ({ counter: count, tablet: count })
const habits: readonly Habit[] = [
  { kind: 'kept', aDay: secondsOf.day / 240, aVisit: each(0), why: 'asked again as soon as it is answered' },
  { kind: 'events', aDay: 0, aVisit: each(1), why: 'a decision ends one' },
  { kind: 'configuration', aDay: 144, aVisit: each(0), why: 'every ten minutes, unchanged' },
  { kind: 'token', aDay: secondsOf.day / 3_540, aVisit: each(0), why: 'a token counts an hour' },
  { kind: 'report', aDay: 24, aVisit: each(2), why: 'each hour; when something waits and when it has gone' },
  { kind: 'auditHead', aDay: 0, aVisit: each(3), why: 'with each minute in which the log grew' },
  { kind: 'status', aDay: 0, aVisit: each(0.2), why: 'every ten minutes while something is undecided' },
  { kind: 'lookup', aDay: 0, aVisit: { counter: 1, tablet: 0 }, why: 'tablets take their list along' },
  { kind: 'witness', aDay: 0, aVisit: { counter: 1, tablet: 0 }, why: 'no network at the doorstep' },
  { kind: 'witnessEnd', aDay: 0, aVisit: { counter: 1, tablet: 0 }, why: 'the same' },
  { kind: 'visits', aDay: 0, aVisit: { counter: 0, tablet: 0.5 }, why: 'three times a round of six' },
  { kind: 'outcome', aDay: 0, aVisit: { counter: 0, tablet: 1 }, why: 'of each visit' },
  { kind: 'packet', aDay: 0, aVisit: each(1), why: 'with evidence' },
  { kind: 'decision', aDay: 0, aVisit: each(1), why: 'of each packet' },
]

export type NationRow = {
  kind: string
  millionsADay: number
  centralMs: number
  postgresMs: number
  /** Processors of the whole country's, on the day's average. */
  cores: number
  why: string
}

/** What a day of the whole country costs central and PostgreSQL, by prices measured one by one: multiplied, not measured. */
export function extrapolate({ prices }: PriceList, country: Country): NationRow[] {
  const { branches, tablets, perBranch, perTablet } = country
  return habits.map(({ kind, aDay, aVisit, why }) => {
    const counters = branches * (aDay + aVisit.counter * perBranch)
    const calls = counters + tablets * (aDay + aVisit.tablet * perTablet)
    const { central, postgres } = prices[kind]
    const cores = (sumOf(prices[kind]) * calls) / secondsOf.day
    return { kind, millionsADay: calls / 1e6, centralMs: central * 1000, postgresMs: postgres * 1000, cores, why }
  })
}

/** Processors in the day's busiest minute: all kiosks are on, and packets with what belongs to them come `perSecond`. */
export function coresAtPeak(rows: readonly NationRow[], perSecond: number, packetsADay: number): number {
  const isSteady = new Set(habits.filter(({ aDay }) => aDay > 0).map(({ kind }) => String(kind)))
  const rush = (perSecond * secondsOf.day) / packetsADay
  return rows.reduce((sum, { kind, cores }) => sum + cores * (isSteady.has(kind) ? 1 : rush), 0)
}

/** What calls of the replay are priced as. Where a kind stands for several, it is the nearest one. */
const pricedAs: Record<string, keyof Prices> = {
  'POST /v1/stations/register': 'registration',
  'POST /v1/token': 'token',
  'GET /v1/config': 'configuration',
  'GET /v1/trust/:sha256': 'configuration',
  'GET /v1/events': 'events',
  'POST /v1/stations/report': 'report',
  'POST /v1/stations/audit-head': 'auditHead',
  'POST /v1/packets/status': 'status',
  'POST /v1/applications/lookup': 'lookup',
  'POST /v1/training/visitors': 'lookup',
  'PUT /v1/operators/:operator_id': 'report',
  'POST /v1/witness': 'witness',
  'POST /v1/witness/:witness_id': 'witnessEnd',
  'GET /v1/appointments': 'visits',
  'POST /v1/appointments/:appointment_id/outcome': 'outcome',
  'PUT /v1/packets/:packet_id': 'packet',
}

/** What a replayed day should have cost by the same prices: the check on multiplying them. */
export function foretell(
  { prices, restPerSecond }: PriceList,
  day: { calls: Record<string, number>; seconds: number; decided: number },
): Spent {
  const calls = Object.entries(day.calls).map(([name, count]) => {
    const kind = pricedAs[name.split(' ').slice(0, 2).join(' ')]
    return kind === undefined ? nothingSpent : times(prices[kind], count)
  })
  const rest = times(restPerSecond, day.seconds)
  return [...calls, times(prices.decision, day.decided)].reduce(plus, rest)
}

import { setTimeout } from 'node:timers/promises'
import { backoffMinutes, minutesPerDay, outage } from './day.ts'
import { createSender, type PreparedPut, type Sent } from './load.ts'

export type ReplayPlan = {
  /** Minute of the day at which each packet is sealed, in order. */
  arrivals: readonly number[]
  puts: readonly PreparedPut[]
  /** Seconds in which the day is replayed. */
  seconds: number
  random: () => number
  url: string
  /** Central goes away and comes back, on the same address. */
  stopCentral(): Promise<void>
  startCentral(): Promise<void>
}

export type HourRow = {
  hour: number
  sealed: number
  received: number
  refused: number
  waiting: number
  p95Ms: number
}
export type Replay = {
  hours: HourRow[]
  accepted: number
  repeated: number
  backAtMinute: number
  drainedAtMinute: number
}
type Attempt = { packet: number; attempt: number }

const tickMs = 10

/** Replays a day: packets leave when they are sealed, and come again with full jitter when central is away or full. */
export async function replayDay(plan: ReplayPlan): Promise<Replay> {
  const due = new Map<number, Attempt[]>()
  const msPerMinute = (plan.seconds * 1000) / minutesPerDay
  const schedule = (minute: number, attempt: Attempt) => {
    const tick = Math.ceil((minute * msPerMinute) / tickMs)
    due.set(tick, [...(due.get(tick) ?? []), attempt])
  }
  plan.arrivals.forEach((minute, packet) => schedule(minute, { packet, attempt: 0 }))
  const tally = createTally(plan.arrivals)
  const sender = createSender(plan.url)
  const startedAt = performance.now()
  const minuteNow = () => (performance.now() - startedAt) / msPerMinute
  const send = async ({ packet, attempt }: Attempt) => {
    const sent = await sender.put(plan.puts[packet]!)
    const minute = minuteNow()
    if (sent.status >= 400 && sent.status < 500 && sent.status !== 429) throw new Error(`a packet met ${sent.status}`)
    const over = tally.note(sent, plan.arrivals[packet]!, minute)
    if (!over) schedule(minute + backoffMinutes(attempt + 1, plan.random), { packet, attempt: attempt + 1 })
  }
  const outageOver = playOutage(plan, msPerMinute).then(minuteNow)
  for (let tick = 0; tally.settled() < plan.arrivals.length; tick++) {
    const behindMs = tick * tickMs - (performance.now() - startedAt)
    if (behindMs > 0) await setTimeout(behindMs)
    for (const attempt of take(due, tick)) void send(attempt)
  }
  const backAtMinute = await outageOver
  sender.close()
  return { hours: tally.hours, ...tally.totals(), backAtMinute }
}

function take(due: Map<number, Attempt[]>, tick: number): Attempt[] {
  const now = due.get(tick) ?? []
  due.delete(tick)
  // A retry may have been planned for a moment that passed while it was planned.
  const late = due.get(tick - 1) ?? []
  due.delete(tick - 1)
  return [...late, ...now]
}

async function playOutage({ stopCentral, startCentral }: ReplayPlan, msPerMinute: number): Promise<void> {
  await setTimeout(outage.from * msPerMinute)
  await stopCentral()
  await setTimeout((outage.until - outage.from) * msPerMinute)
  await startCentral()
}

function createTally(arrivals: readonly number[]) {
  const latencies: number[][] = Array.from({ length: 24 }, () => [])
  const hours = latencies.map((_, hour): HourRow => ({
    hour,
    sealed: 0,
    received: 0,
    refused: 0,
    waiting: 0,
    p95Ms: 0,
  }))
  const hourOf = (minute: number) => hours[Math.min(23, Math.floor(minute / 60))]!
  for (const minute of arrivals) hourOf(minute).sealed++
  let accepted = 0
  let repeated = 0
  let drainedAtMinute: number = outage.until
  const note = ({ status, latencyMs }: Sent, sealedAt: number, minute: number): boolean => {
    const row = hourOf(minute)
    const isNew = status === 202
    if (isNew || status === 200) {
      row.received++
      latencies[row.hour]!.push(latencyMs)
    } else row.refused++
    accepted += isNew ? 1 : 0
    repeated += status === 200 ? 1 : 0
    const over = isNew || status === 200
    const heldBack = sealedAt >= outage.from && sealedAt < outage.until
    if (over && heldBack) drainedAtMinute = Math.max(drainedAtMinute, minute)
    return over
  }
  const totals = () => {
    let waiting = 0
    for (const row of hours) {
      waiting += row.sealed - row.received
      row.waiting = waiting
      row.p95Ms = latencies[row.hour]!.sort((a, b) => a - b)[Math.floor(latencies[row.hour]!.length * 0.95)] ?? 0
    }
    return { accepted, repeated, drainedAtMinute }
  }
  return { hours, note, settled: () => accepted + repeated, totals }
}

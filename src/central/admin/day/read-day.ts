import { addDays } from '../../../enrolment/dates.ts'
import { sql, type RawBuilder } from 'kysely'
import type { Central, Db } from '../../context.ts'
import { legalDay } from '../../../enrolment/local-day.ts'
import { packetStates } from '../query.ts'
import { timeInZone } from '../zoned-time.ts'
import { curveOf, followedMs, quarterMs, quartersOf, type Counted, type Quarter, type Wait } from './quarters.ts'
import { legalTimeZone } from '../../../contract/legal-time.ts'

const waitingStates = ['RECEIVED', 'VERIFYING'] as const

const quarterOf = (column: string): RawBuilder<string | number> =>
  sql`floor(extract(epoch from ${sql.ref(column)}) / ${sql.lit(quarterMs / 1000)}) * ${sql.lit(quarterMs)}`

/** Midnight before a moment, so many days away. */
function midnight(at: Date, days: number): Date {
  return timeInZone(`${addDays(legalDay(at), days)}T00:00`, legalTimeZone)
}

async function countArrivals(db: Db, from: Date, to: Date): Promise<Map<number, number>> {
  const rows = await db
    .selectFrom('packet')
    .select([quarterOf('received_at').as('quarter'), (eb) => eb.fn.countAll<string | number>().as('n')])
    // Each state by its name: then it is a walk along `packet_by_state`.
    .where('state', 'in', packetStates)
    .where('received_at', '>=', from)
    .where('received_at', '<', to)
    .groupBy('quarter')
    .execute()
  return new Map(rows.map(({ quarter, n }) => [Number(quarter), Number(n)]))
}

/** Decisions of the span, and of what followed on it: a queue of the evening is decided at night. */
async function readDecisions(db: Db, from: Date, to: Date) {
  const rows = await db
    .selectFrom('packet')
    .select([quarterOf('received_at').as('arrived'), quarterOf('decided_at').as('decided')])
    .select([sql<boolean>`decided_by = 'central'`.as('by_central'), (eb) => eb.fn.min('received_at').as('first')])
    .select((eb) => eb.fn.countAll<string | number>().as('n'))
    .where('decided_at', '>=', from)
    .where('decided_at', '<', to)
    .groupBy(['arrived', 'decided', 'by_central'])
    .execute()
  return rows.map((row) => ({ ...row, arrived: Number(row.arrived), decided: Number(row.decided), n: Number(row.n) }))
}

async function readWaiting(db: Db): Promise<Wait[]> {
  const rows = await db
    .selectFrom('packet')
    .select([quarterOf('received_at').as('arrived'), (eb) => eb.fn.min('received_at').as('first')])
    .where('state', 'in', waitingStates)
    .groupBy('arrived')
    .execute()
  return rows.map(({ arrived, first }) => ({ arrived: Number(arrived), decided: null, first }))
}

async function countDay(db: Db, from: Date, to: Date, waiting: readonly Wait[]): Promise<Counted> {
  const decisions = await readDecisions(db, from, new Date(to.getTime() + followedMs))
  const counts = new Map<number, { all: number; byPeople: number }>()
  for (const { decided, by_central, n } of decisions) {
    const count = counts.get(decided) ?? { all: 0, byPeople: 0 }
    counts.set(decided, { all: count.all + n, byPeople: count.byPeople + (by_central ? 0 : n) })
  }
  const waits = decisions.filter(({ by_central }) => by_central)
  return {
    arrivals: await countArrivals(db, from, to),
    decisions: counts,
    waits: [...waits, ...waiting],
  }
}

export type Day = { from: Date; quarters: Quarter[] }
export type Days = { today: Day; before: Day }

/** Today by central's clock, up to now, and the whole of the same weekday before. */
export async function readDays({ db, now }: Pick<Central, 'db' | 'now'>): Promise<Days> {
  const at = now()
  const waiting = await readWaiting(db)
  const read = async (days: number): Promise<Day> => {
    const [from, to] = [midnight(at, days), midnight(at, days + 1)]
    return { from, quarters: curveOf(quartersOf(from, to), await countDay(db, from, to, waiting), at) }
  }
  return { today: await read(0), before: await read(-7) }
}

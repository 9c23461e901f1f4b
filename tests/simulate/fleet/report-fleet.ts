import { demandPerMinute, type Country } from '../day.ts'
import { sumOf } from '../meter.ts'
import type { FleetPlan, LivedDay } from './live-day.ts'
import { coresAtPeak, extrapolate, foretell } from './nation.ts'
import type { PriceList } from './price-all.ts'

const whole = (value: number) => Math.round(value).toLocaleString('en')
const short = (value: number) => Number(value.toPrecision(3))

/** What happened to whole kiosks, and whether anything was lost; answers whether nothing was. */
export function tellDay(plan: FleetPlan, day: LivedDay, country: Country): boolean {
  const { counters, tablets } = plan
  const kiosks = counters + tablets
  const { rows, packets, decided } = day.stored
  console.log(
    `${counters} counters and ${tablets} tablets, each a whole kiosk: 1 of ${whole((country.branches + country.tablets) / kiosks)}; ${day.sealed} visits in ${whole(day.seconds)} s; central killed for all of them at once, ${plan.outageSeconds} s.`,
  )
  console.table(Object.fromEntries(Object.entries(day.calls).sort(([, a], [, b]) => b - a)))
  console.log(
    `${day.sealed} sealed, ${packets} at central: ${day.sealed - packets} lost, ${rows - packets} twice, ${decided} decided and heard of. ${day.brokenOff} visits broken off by the outage; all that was held was sent ${day.backSeconds.toFixed(1)} s after central's return.`,
  )
  return rows === day.sealed && packets === day.sealed && decided === day.sealed
}

/** The country's day by the prices, and what of it was not measured. */
export function tellNation(list: PriceList, country: Country, day: LivedDay | null): void {
  const rows = extrapolate(list, country)
  const demand = demandPerMinute(country)
  const packets = demand.reduce((sum, one) => sum + one, 0)
  const cores = rows.reduce((sum, row) => sum + row.cores, 0)
  console.log('\nEach kind measured alone, in CPU milliseconds; times and cores of the whole country are extrapolated:')
  console.table(
    rows.map((row) => ({
      ...row,
      ...{ millionsADay: short(row.millionsADay), centralMs: short(row.centralMs) },
      ...{ postgresMs: short(row.postgresMs), cores: short(row.cores) },
    })),
  )
  console.log(
    `${short(cores)} cores of this kind on the day's average, ${short(coresAtPeak(rows, Math.max(...demand) / 60, packets))} in its busiest minute; each instance ${short(1000 * sumOf(list.restPerSecond))} ms a second beside, and ${short(1000 * sumOf(list.watchingPerSecond))} to wake whom it keeps. A kiosk's registration, once in its life: ${short(1000 * sumOf(list.prices.registration))} ms.`,
  )
  if (day !== null) {
    const told = sumOf(foretell(list, { ...day, decided: day.stored.decided }))
    const spent = sumOf(day.spent)
    console.log(
      `The replayed day by these prices: ${short(told)} CPU seconds; measured: ${short(spent)} (a factor of ${short(spent / told)}: kept answers and first calls of a process are in the one alone).`,
    )
  }
  console.log(notModelled)
}

const notModelled = `Extrapolated: every figure of the country. Assumed: kiosks on all day, visits a day, calls a visit (tests/simulate/fleet/nation.ts).
Not modelled: TLS and the proxy; distance and lossy networks; days of people's clocks (a day is minutes here); a database with years in it;
citizens' applications, letters and logins; administrators; updates and new trust files for all at once. Training's central: look-ups and lists
of visits may put specimens back, made-up citizens are sent by a call of their own, and people make themselves known.`

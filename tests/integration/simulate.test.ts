import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { findPostgres, startPostgres, type PostgresCluster } from '../fixtures/postgres.ts'
import { kinds } from '../simulate/fleet/askings.ts'
import { liveDay } from '../simulate/fleet/live-day.ts'
import { coresAtPeak, extrapolate } from '../simulate/fleet/nation.ts'
import { priceAll } from '../simulate/fleet/price-all.ts'
import { france } from '../simulate/day.ts'
import { sumOf } from '../simulate/meter.ts'

// The simulation of a nation's day in small, so that it speaks the protocol of today: its figures are for `npm run simulate`.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 })
const installed = findPostgres() !== null
let cluster: PostgresCluster
beforeAll(async () => {
  if (installed) cluster = await startPostgres({ durable: false })
})
afterAll(() => cluster?.stop())

test.runIf(installed)(
  'whole kiosks live through a day and an outage: nothing lost, nothing twice, all heard',
  async () => {
    const plan = { counters: 1, tablets: 1, visits: 2, outageSeconds: 1, processes: 1 }
    const day = await liveDay(await cluster.createDatabase(), plan)
    expect(day.sealed).toBe(4)
    expect(day.stored).toEqual({ rows: 4, packets: 4, decided: 4 })
    const asked = Object.keys(day.calls).map((name) => name.split(' ').slice(0, 2).join(' '))
    expect(asked).toEqual(
      expect.arrayContaining([
        'POST /v1/stations/register',
        'POST /v1/token',
        'GET /v1/config',
        'GET /v1/events',
        'POST /v1/applications/lookup',
        'GET /v1/appointments',
        'POST /v1/appointments/:appointment_id/outcome',
        'POST /v1/witness',
        'POST /v1/witness/:witness_id',
        'PUT /v1/packets/:packet_id',
        'POST /v1/stations/report',
        'POST /v1/stations/audit-head',
      ]),
    )
    expect(sumOf(day.spent)).toBeGreaterThan(0)
  },
)

test.runIf(installed)(
  'each kind of call is asked as central wants it, and the country’s day follows from its price',
  async () => {
    const list = await priceAll(await cluster.createDatabase(), {
      stations: 2,
      restMs: 100,
      keeps: false,
      processes: 1,
    })
    expect(Object.keys(list.prices)).toEqual(expect.arrayContaining([...kinds]))
    const one = { central: 0.001, postgres: 0.001 }
    const prices = Object.fromEntries(Object.keys(list.prices).map((kind) => [kind, one])) as typeof list.prices
    const rows = extrapolate({ ...list, prices }, france)
    const packets = france.branches * france.perBranch + france.tablets * france.perTablet
    const ofPackets = rows.find(({ kind }) => kind === 'packet')!
    expect(ofPackets.millionsADay).toBeCloseTo(packets / 1e6)
    expect(ofPackets.cores).toBeCloseTo((packets * 0.002) / 86_400)
    const average = rows.reduce((sum, { cores }) => sum + cores, 0)
    expect(coresAtPeak(rows, packets / 86_400, packets)).toBeCloseTo(average)
  },
)

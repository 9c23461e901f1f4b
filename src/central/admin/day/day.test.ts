import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, startCentralOn, type CentralOn } from '../../../../tests/fixtures/central-on.ts'
import { curveOf, quarterMs, quartersOf } from './quarters.ts'
import { readDays } from './read-day.ts'
import { recentDays } from './recent-days.ts'

const minuteMs = 60_000

describe('the curve of a day', () => {
  const start = Date.parse('2026-11-28T08:00:00Z')
  const at = (minutes: number) => new Date(start + minutes * minuteMs)

  test('a day has as many quarters as its clock shows', () => {
    const hours = (from: string, to: string) => quartersOf(new Date(from), new Date(to)).length / 4
    expect(hours('2026-03-28T23:00Z', '2026-03-29T22:00Z'), 'summer time begins').toBe(23)
    expect(hours('2026-10-24T22:00Z', '2026-10-25T23:00Z'), 'and ends').toBe(25)
  })

  test('what waits is as old as it is at each end, until it is decided', () => {
    const counted = {
      arrivals: new Map([[start, 2]]),
      decisions: new Map([[start + 2 * quarterMs, { all: 2, byPeople: 1 }]]),
      waits: [{ arrived: start, decided: start + 2 * quarterMs, first: at(5) }],
    }
    const curve = curveOf(quartersOf(at(0), at(60)), counted, at(50))
    expect(curve.map(({ oldestSeconds }) => oldestSeconds / 60)).toEqual([10, 25, 0, 0])
    expect(curve.map(({ arrived, decided, byPeople }) => [arrived, decided, byPeople])).toEqual([
      [2, 0, 0],
      [0, 0, 0],
      [0, 2, 1],
      [0, 0, 0],
    ])
    expect(curveOf(quartersOf(at(0), at(60)), counted, at(20)).map(({ oldestSeconds }) => oldestSeconds / 60)).toEqual([
      10, 15,
    ])
  })
})

describe.each(databases)('the day’s figures, on %s', (name, installed) => {
  let running: CentralOn
  // Noon in Paris, in winter.
  const now = new Date('2026-11-28T11:00:00Z')
  beforeAll(async () => {
    if (!installed) return
    running = await startCentralOn(name, { adminToken: randomUUID(), adjudicate: false, now: () => now })
  })
  afterAll(() => running?.stop())

  test.runIf(installed)('are counted from the packets, today and a week before', async () => {
    const { db } = running.central
    const station_id = randomUUID()
    const row = (seq: number, received: string, decided: string | null, by = 'central') => ({
      ...{ station_id, packet_id: randomUUID(), seq, prev_hash: '', sha256: '', application_id: randomUUID() },
      ...{ operator_id: 'clerk-1', outcome: 'approved' as const, delivered_by: station_id, receipt: '', jwe: '' },
      ...{ captured_at: new Date(received), received_at: new Date(received) },
      ...(decided === null
        ? { state: 'RECEIVED' as const }
        : { state: 'APPROVED' as const, decided_at: new Date(decided), decided_by: by }),
    })
    const rows = [
      row(1, '2026-11-28T08:01:00Z', '2026-11-28T08:40:00Z'),
      row(2, '2026-11-28T08:02:00Z', '2026-11-28T10:31:00Z', 'anne'),
      row(3, '2026-11-28T10:50:00Z', null),
      row(4, '2026-11-21T22:50:00Z', '2026-11-21T23:10:00Z'),
      row(5, '2026-11-27T22:59:00Z', '2026-11-27T22:59:30Z'),
    ]
    await db.insertInto('packet').values(rows).execute()
    const { today, before } = await readDays({ db, now: () => now })
    const busy = (day: typeof today) =>
      day.quarters
        .filter(({ arrived, decided, oldestSeconds }) => arrived + decided + oldestSeconds > 0)
        .map(({ at, ...one }) => [at.toISOString().slice(11, 16), ...Object.values(one)])
    expect(today.from.toISOString(), 'midnight in Paris').toBe('2026-11-27T23:00:00.000Z')
    expect(busy(today)).toEqual([
      ['08:00', 2, 0, 0, 14 * 60],
      ['08:15', 0, 0, 0, 29 * 60],
      ['08:30', 0, 1, 0, 0],
      ['10:30', 0, 1, 1, 0],
      ['10:45', 1, 0, 0, 10 * 60],
    ])
    expect(busy(before), 'decided after midnight').toEqual([['22:45', 1, 0, 0, 10 * 60]])
    const reply = await fetch(running.central.adminUrl!, { redirect: 'manual' })
    const cookie = reply.headers.get('set-cookie')!.split(';')[0]!
    const page = await (await fetch(`${running.central.url}/admin`, { headers: { cookie } })).text()
    expect(page).toContain('<svg')
    expect(page).toContain('09:00 UTC+1')
  })

  test.runIf(installed)('are read once for all who look within a minute, and again where that failed', async () => {
    const { db } = running.central
    const other = db.withSchema('public')
    const read = recentDays({ db: other, now: () => now })
    expect(recentDays({ db: other, now: () => now })).toBe(read)
    expect(await read).toEqual(await readDays({ db, now: () => now }))
    const broken = db.withSchema('nowhere')
    await expect(recentDays({ db: broken, now: () => now })).rejects.toThrow('nowhere')
    const again = recentDays({ db: broken, now: () => now })
    await expect(again).rejects.toThrow('nowhere')
  })
})

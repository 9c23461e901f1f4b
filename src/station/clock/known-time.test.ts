import { expect, test } from 'vitest'
import { knownTime, type TimeRecord } from './known-time.ts'

const hour = 3_600_000
const day = 24 * hour
const noon = Date.parse('2026-06-15T12:00:00Z')
const nothing: TimeRecord = { confirmedMs: null, recordedMs: null, byHandMs: null }
const at = (wall: number, record: Partial<TimeRecord>) => knownTime(wall, { ...nothing, ...record }, 7 * day)

test.each<[string, number, Partial<TimeRecord>, ReturnType<typeof knownTime>]>([
  ['never met central', noon, {}, { startMs: noon, proof: 'unconfirmed', locked: false }],
  ['a day after contact', noon, { confirmedMs: noon - day }, { startMs: noon, proof: 'floor', locked: false }],
  ['a minute slow', noon - 60_000, { confirmedMs: noon }, { startMs: noon, proof: 'floor', locked: false }],
  [
    'set back before contact',
    noon - day,
    { confirmedMs: noon },
    { startMs: noon, proof: 'unconfirmed', locked: false },
  ],
  [
    'set back after offline work',
    noon - day,
    { confirmedMs: noon - 2 * day, recordedMs: noon },
    { startMs: noon, proof: 'unconfirmed', locked: false },
  ],
  [
    'three months ahead',
    noon + 90 * day,
    { confirmedMs: noon },
    { startMs: noon + 90 * day, proof: 'unconfirmed', locked: true },
  ],
  [
    'put right after having been ahead',
    noon,
    { confirmedMs: noon - day, recordedMs: noon + 90 * day },
    { startMs: noon + 90 * day, proof: 'unconfirmed', locked: true },
  ],
  [
    'settled by a manager',
    noon + hour,
    { confirmedMs: noon - day, byHandMs: noon },
    { startMs: noon + hour, proof: 'unconfirmed', locked: false },
  ],
  [
    'set back after a manager settled it',
    noon - hour,
    { confirmedMs: noon - day, byHandMs: noon },
    { startMs: noon, proof: 'unconfirmed', locked: false },
  ],
  [
    'settled too long ago',
    noon + 8 * day,
    { confirmedMs: noon - day, byHandMs: noon },
    { startMs: noon + 8 * day, proof: 'unconfirmed', locked: true },
  ],
])('%s', (_what, wall, record, expected) => expect(at(wall, record)).toEqual(expected))

test('time never begins before anything that was confirmed or written down', () => {
  for (let n = 0; n < 500; n++) {
    const pick = () => (Math.random() < 0.3 ? null : noon + Math.round((Math.random() - 0.5) * 400) * day)
    const record = { confirmedMs: pick(), recordedMs: pick(), byHandMs: pick() }
    const { startMs } = at(noon, record)
    for (const known of Object.values(record)) expect(startMs).toBeGreaterThanOrEqual(known ?? startMs)
  }
})

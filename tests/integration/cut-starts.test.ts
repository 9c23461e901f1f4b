import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { killStart, mark, shippedMigrations } from '../chaos/start-kills.ts'
import { makeFolder } from '../../src/station/testing/test-station.ts'

// A first start, and the first one of a new version, cut short wherever it is: the next one has a new station, or all that was there.
let place: ReturnType<typeof makeFolder>
beforeEach(() => (place = makeFolder()))
afterEach(() => place.remove())

const kinds = [
  ['a first start', 0],
  ['the first start of a new version', 1],
  ['a start with one migration more', shippedMigrations - 1],
] as const

type Cut = { kib: number; complaint: string; next: { mark: string | null; complaint: string | null } }
const child = join(import.meta.dirname, '..', 'chaos', 'full-disk-child.ts')

test.skipIf(process.platform !== 'linux').each(kinds)(
  '%s on a disk that is full at any KiB says so and harms nothing',
  { timeout: 120_000 },
  (_what, migrations) => {
    const said = execFileSync(process.execPath, [child, place.folder, String(migrations)], { encoding: 'utf8' })
    const cuts = JSON.parse(said) as Cut[]
    expect(cuts.length).toBeGreaterThan(1)
    for (const { kib, complaint, next } of cuts) {
      expect(complaint, `${kib} KiB`).toContain('store_disk_full')
      expect(next, `${kib} KiB`).toEqual({ mark: migrations > 0 ? mark : null, complaint: null })
    }
  },
)

/** Milliseconds, from before the first byte until a start is over. */
const moments = [0, 1, 3, 6, 10, 20, 40, 80]

test.each(kinds.slice(0, 2))(
  '%s, killed at one moment after the other',
  { timeout: 240_000 },
  async (_what, migrations) => {
    for (const ms of moments)
      expect(await killStart(join(place.folder, String(ms)), migrations, ms), `${ms} ms`).toBeNull()
  },
)

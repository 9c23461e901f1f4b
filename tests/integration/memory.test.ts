import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const child = join(import.meta.dirname, '..', 'bench', 'memory-child.ts')
const grownBytes = (sessions: number, keptBytes = 0) =>
  Number(
    execFileSync(process.execPath, ['--expose-gc', child, String(sessions), String(keptBytes)], { encoding: 'utf8' }),
  )

/** Of 1,000 sessions, each of 8 kB: what keeps a sixth of each shows. */
const limit = 1_300_000

test('memory stays flat over a thousand sealed sessions', { timeout: 120_000 }, () => {
  expect(grownBytes(1_000)).toBeLessThan(limit)
})

test('what keeps two kilobytes of each of them would show', { timeout: 60_000 }, () => {
  expect(grownBytes(200, 2_000) * 5).toBeGreaterThan(limit)
})

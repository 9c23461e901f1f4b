import { expect, it } from 'vitest'
import { compareVersions, fallsBack, nextRelease, Release, requiredVersion } from './release.ts'

const release = (ring: string, version: string, deadline: string): Release => Release.parse({ ring, version, deadline })
const releases = [
  release('all', '1.2.0', '2026-03-01'),
  release('first', '1.10.0', '2026-04-01'),
  release('first', '1.9.3', '2026-05-01'),
  release('all', '2.0.0', '2026-09-01'),
]

it.each([
  ['1.2.0', '1.10.0', -1],
  ['1.10.0', '1.9.3', 1],
  ['2.0.0', '2.0.0', 0],
  ['0.0.0-test', '0.0.0', 0],
  ['10.0.0', '9.99.99', 1],
])('%s against %s', (a, b, sign) => {
  expect(Math.sign(compareVersions(a, b))).toBe(sign)
  expect(Math.sign(compareVersions(b, a)) + sign).toBe(0)
})

it.each([
  ['all', '2026-02-28', null],
  ['all', '2026-03-01', '1.2.0'],
  ['first', '2026-03-31', '1.2.0'],
  // The newest counts, not the one asked for last.
  ['first', '2026-06-01', '1.10.0'],
  ['second', '2026-06-01', '1.2.0'],
  ['second', '2026-09-01', '2.0.0'],
])('a kiosk of ring %s must have, on %s: %s', (ring, today, version) => {
  expect(requiredVersion(releases, ring, today)).toBe(version)
})

it('what comes next is what it lacks and is nearest', () => {
  expect(nextRelease(releases, 'first', '1.2.0')).toMatchObject({ version: '1.10.0' })
  expect(nextRelease(releases, 'first', '1.10.0')).toMatchObject({ version: '2.0.0' })
  expect(nextRelease(releases, 'all', '1.1.9')).toMatchObject({ version: '1.2.0' })
  expect(nextRelease(releases, 'first', '2.0.0')).toBeNull()
})

it.each([
  ['nothing is left of it', [], true],
  ['an older one', [release('all', '1.1.0', '2026-03-01')], true],
  ['the same, later', [release('all', '1.2.0', '2026-07-01')], true],
  ['the same', [release('all', '1.2.0', '2026-03-01')], false],
  ['a newer one', [release('all', '1.3.0', '2026-01-01')], false],
  ['only for one group', [release('first', '1.3.0', '2026-01-01')], true],
  [
    'what is not in force yet may go',
    [release('all', '1.2.0', '2026-03-01'), release('first', '1.3.0', '2026-01-01')],
    false,
  ],
])('a minimum does not fall: %s', (_what, after, falls) => {
  expect(fallsBack([releases[0]!, releases[3]!], after, '2026-03-02')).toBe(falls)
})

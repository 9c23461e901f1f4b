import { describe, expect, test } from 'vitest'
import type { ToldCheck } from '../../src/contract/check.ts'
import { softwareVersion } from '../../src/contract/software-version.ts'
import { buildCase } from '../fixtures/case-builder.ts'
import { both, evidence, judged, packet, read, type Forge } from '../fixtures/forge.ts'

/** Every list of checks of the visit, in evidence and packet alike. */
const told = (change: (checks: ToldCheck[]) => ToldCheck[]): Forge =>
  both(
    read((one) => ({ ...one, checks: change(one.checks) })),
    (x) => packet({ chip_checks: change(x.packet.chip_checks) })(x),
  )
const without = (name: string): Forge => told((checks) => checks.filter((check) => check.name !== name))
const withOne = (verdict: ToldCheck['verdict'], reason: string | null = null): Forge =>
  told((checks) => [...checks, { name: 'chip_temperature', verdict, reason, detail: null }])
const by = (version: string): Forge => packet({ software_version: version })
const own = by(softwareVersion)
const [earlier, later] = [by('0.0.9'), by('99.0.0')]
const same: Forge = (found) => found

type Row = [what: string, forge: Forge, state: string, reasons: string[]]
const rows: Row[] = [
  ['this version, all it must tell', own, 'APPROVED', []],
  ['an earlier version that tells all of today', earlier, 'APPROVED', []],
  ['a later version that tells all of today', later, 'APPROVED', []],
  ['this version, one fewer', both(own, without('access')), 'QUARANTINED', ['chip_contradicted']],
  [
    'this version, one fewer, a build of it',
    both(by('0.1.0-rc.1+7'), without('access')),
    'QUARANTINED',
    ['chip_contradicted'],
  ],
  ['no version, one fewer', both(by('x'), without('access')), 'QUARANTINED', ['chip_contradicted']],
  ['no version at all, one fewer', both(by(''), without('access')), 'QUARANTINED', ['chip_contradicted']],
  ['a version of no number, one fewer', both(by('NaN.1.0'), without('access')), 'QUARANTINED', ['chip_contradicted']],
  ['a version below nothing, one fewer', both(by('-1.0.0'), without('access')), 'QUARANTINED', ['chip_contradicted']],
  ['an earlier version, one fewer', both(earlier, without('access')), 'MANUAL_REVIEW', ['chip_checks_fewer']],
  ['a later version, one fewer', both(later, without('no_downgrade')), 'MANUAL_REVIEW', ['chip_checks_fewer']],
  [
    'an earlier version without a signature checked',
    both(earlier, without('signature')),
    'QUARANTINED',
    ['match_contradicted'],
  ],
  ['a later version without a chain checked', both(later, without('chain')), 'QUARANTINED', ['match_contradicted']],
  ['this version, one more', both(own, withOne('passed')), 'QUARANTINED', ['chip_contradicted']],
  ['an earlier version, one more', both(earlier, withOne('passed')), 'QUARANTINED', ['chip_contradicted']],
  ['a later version, one more that passed', both(later, withOne('passed')), 'APPROVED', []],
  ['a later version, one more that was not possible', both(later, withOne('not_possible', 'too_cold')), 'APPROVED', []],
  [
    'a later version, one more that failed',
    both(later, withOne('failed', 'too_hot')),
    'MANUAL_REVIEW',
    ['chip_check_unknown'],
  ],
  [
    'a later version, one more twice',
    both(later, withOne('passed'), withOne('failed', 'too_hot')),
    'QUARANTINED',
    ['chip_contradicted'],
  ],
  [
    'a later version, one more in the packet alone',
    both(later, (x) =>
      packet({
        chip_checks: [
          ...x.packet.chip_checks,
          { name: 'chip_temperature', verdict: 'passed', reason: null, detail: null },
        ],
      })(x),
    ),
    'QUARANTINED',
    ['chip_contradicted'],
  ],
  [
    'a later version, one more that failed at an earlier visit of the day',
    both(
      later,
      evidence((part) => ({
        ...part,
        earlier: [
          {
            at: part.reads[0]!.at,
            checks: [{ name: 'chip_temperature', verdict: 'failed', reason: 'too_hot', detail: null }],
          },
        ],
      })),
    ),
    'MANUAL_REVIEW',
    ['chip_check_unknown'],
  ],
  [
    'a later version, a name that is none',
    both(
      later,
      told((checks) => [...checks, { ...checks[0]!, name: 'Access ' }]),
    ),
    'REFUSED',
    ['packet_schema_invalid'],
  ],
  [
    'a later version, a name of every object',
    both(
      later,
      told((checks) => [...checks, { ...checks[0]!, name: '__proto__' }]),
    ),
    'REFUSED',
    ['packet_schema_invalid'],
  ],
  [
    'a later version, a name that objects inherit',
    both(
      later,
      told((checks) => [...checks, { ...checks[0]!, name: 'constructor' }]),
    ),
    'APPROVED',
    [],
  ],
]

describe('the list of a chip’s checks, by the version that tells it', () => {
  test.each(rows)('%s', (_what, forge, state, reasons) => {
    const found = judged(forge(buildCase()))
    expect([
      found.verdict,
      state === 'QUARANTINED' ? found.reasons.filter((code) => reasons.includes(code)) : found.reasons,
    ]).toEqual([state, reasons])
  })

  test('what is not known here is shown beside the verdict, and decides nothing', () => {
    const [plain, more] = [same, withOne('passed')].map((forge) => judged(both(later, forge)(buildCase())))
    expect(more!.notes).toEqual([...plain!.notes, 'chip_check_unknown'])
    expect(more!.chip[0]!.at(-1)).toEqual({ name: 'chip_temperature', station: 'passed', central: null, reason: null })
  })
})

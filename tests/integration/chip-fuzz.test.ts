import { expect, it } from 'vitest'
import { mutate } from '../fuzz/mutate.ts'
import { seededRandom } from '../fuzz/random.ts'
import { runTarget } from '../fuzz/run-target.ts'
import { targets } from '../fuzz/targets.ts'

it.each(Object.keys(targets))('%s holds against mutated inputs', async (target) => {
  const { faults } = await runTarget(target, 1, 0, Math.ceil(250 * (targets[target]?.share ?? 1)))
  expect(faults).toEqual([])
})

it('an input that changes nothing is authentic, so that the targets of evidence can tell', async () => {
  const target = targets['evidence_sod']
  const checks = target?.run(target.samples[0] ?? new Uint8Array()) as readonly { name: string; verdict: string }[]
  expect(checks.filter(({ verdict }) => verdict === 'passed').map(({ name }) => name)).toContain('hashes')
})

it.each([
  ['self_throw', 'TypeError: not a failure code', 5000],
  ['self_reject', 'RangeError: not a failure code either', 5000],
  ['self_hang', 'no end within', 500],
  ['self_allocate', 'memory grew by', 20_000],
  ['self_exhaust', 'worker died', 20_000],
])('notices %s', async (target, fault, limitMs) => {
  const { faults } = await runTarget(target, 1, 7, 8, limitMs)
  expect(faults.map(({ index }) => index)).toEqual([7])
  expect(faults[0]?.fault).toContain(fault)
})

it('gives the same inputs for the same seed', () => {
  const inputs = (seed: number) =>
    Array.from({ length: 50 }, (_, i) =>
      Buffer.from(mutate([Buffer.from('sample')], seededRandom(seed, i))).toString('hex'),
    )
  expect(inputs(1)).toEqual(inputs(1))
  expect(inputs(1)).not.toEqual(inputs(2))
})

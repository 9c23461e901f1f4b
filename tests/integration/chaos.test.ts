import { expect, test } from 'vitest'
import { runChaos } from '../chaos/run-chaos.ts'

test('a short storm: nothing lost, nothing twice, every chain and database whole', { timeout: 240_000 }, async () => {
  const report = await runChaos({ seed: 7, kills: 8, stations: 2, log: () => undefined })
  expect(report.failures).toEqual([])
  expect(report).toMatchObject({ lost: 0, twice: 0 })
})

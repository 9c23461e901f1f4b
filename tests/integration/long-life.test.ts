import { expect, test } from 'vitest'
import { findPostgres } from '../fixtures/postgres.ts'
import { runLongLife } from '../long-life/run-long-life.ts'

/** What a login may be refused with while instances die, the database restarts and a service's clock is off; it is begun again then. */
const passing =
  /^(balancer|invalid_token|invalid_grant|outgoing request timed out .*|page_temporarily_unavailable|page_50[23]|page_elsewhere|unavailable|temporarily_unavailable|login_over|nothing_pending|E[A-Z]+|stage_\w+|expected 200 OK, got: 50[23] .*)$/
const clockOff = 'invalid_client'

/** The short form of `npm run long-life`, at every test run. */
test.runIf(findPostgres() !== null)(
  'logins through two instances, killed in turn, a restarted database, a new key and clocks that are off: none wrong, none stuck',
  async () => {
    const log = () => undefined
    const { failures, finished, refused, ...storm } = await runLongLife({
      ...{ seed: 7, logins: 60, kills: 4, people: 6, minutes: 0 },
      log,
    })
    expect(failures).toEqual([])
    expect(finished).toBeGreaterThanOrEqual(60)
    expect(storm).toMatchObject({ kills: 4, restarts: 1, rotations: 1 })
    // Neither a fault of ours, nor a signature by a key that nobody publishes.
    expect(Object.keys(refused).filter((code) => !passing.test(code) && code !== clockOff)).toEqual([])
    expect(refused[clockOff], 'clocks beyond what is let pass').toBeGreaterThan(0)
  },
  600_000,
)

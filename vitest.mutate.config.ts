import { defineConfig } from 'vitest/config'

/** The tests that answer for the room which scripts/mutate.mjs damages; it names them. */
export default defineConfig({
  test: {
    include: (process.env.MUTATED_ROOM_TESTS ?? '').split(';').filter((pattern) => pattern !== ''),
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'threads',
    maxWorkers: 1,
  },
})

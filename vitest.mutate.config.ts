import { defineConfig } from 'vitest/config'

/** The tests that answer for what stryker.config.json damages; `npm run mutate -- --mutate src/mrz/certainty.ts` does one piece. */
export default defineConfig({
  test: {
    include: [
      'src/enrolment/**/*.test.ts',
      'src/mrz/{certainty,repair}.test.ts',
      'src/station/seal/*.test.ts',
      'src/central/adjudication/*.test.ts',
      'tests/integration/forged-packets.test.ts',
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'threads',
    maxWorkers: 1,
  },
})

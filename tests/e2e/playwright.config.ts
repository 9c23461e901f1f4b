import { defineConfig } from 'playwright/test'

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  outputDir: '../../test-results/e2e',
  // One reader, one camera file, two cores: journeys run one after another.
  workers: 1,
  timeout: 180_000,
  // As the unit tests have it: one more try in CI, which the report calls flaky; on a developer's machine none.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 20_000 },
  use: { locale: 'fr-FR', actionTimeout: 20_000 },
})

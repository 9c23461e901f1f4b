import { defineConfig } from 'playwright/test'

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.e2e.ts',
  outputDir: '../../test-results/e2e',
  // One reader, one camera file, two cores: journeys run one after another.
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 20_000 },
  use: { locale: 'fr-FR', actionTimeout: 20_000 },
})

import { defineConfig } from 'playwright/test'

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.shell.ts',
  outputDir: '../../test-results/shell',
  globalSetup: './global-setup.ts',
  workers: 1,
  timeout: 180_000,
  // On a busy machine the driver loses this old Electron about once in forty starts; such a test is reported as flaky.
  retries: 1,
  expect: { timeout: 30_000 },
  use: { actionTimeout: 30_000 },
})

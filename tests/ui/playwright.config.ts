import { defineConfig } from 'playwright/test'
import { chromiumPath, withTestCamera } from '../fixtures/chromium.ts'

/** Every screen of the gallery, in both languages and three sizes. The gallery is built once before. */
export default defineConfig({
  testDir: '.',
  timeout: 60_000,
  workers: 2,
  // As the unit tests have it: one more try in CI, which the report calls flaky; on a developer's machine none.
  retries: process.env.CI ? 1 : 0,
  projects: [
    { name: 'screens', testMatch: '*.spec.ts', testIgnore: 'camera.spec.ts' },
    // Live pictures want the machine for themselves.
    { name: 'camera', testMatch: 'camera.spec.ts', dependencies: ['screens'] },
  ],
  reporter: 'line',
  outputDir: '../../test-results/ui',
  globalSetup: './build-gallery.ts',
  use: {
    viewport: { width: 1280, height: 800 },
    contextOptions: { reducedMotion: 'reduce' },
    launchOptions: {
      executablePath: chromiumPath,
      args: withTestCamera,
    },
  },
})

import { defineConfig, type TestProjectConfiguration } from 'vitest/config'

/** Layers without a disk, a network or a process of their own. */
const pureLayers = 'contract,enrolment,texts,jose,emrtd,mrz,virtual-card,design,camera,ui,citizen'

/** Tests in those layers that ask a second implementation, or read pictures by the dozen. */
const withPrograms = [
  'src/emrtd/passive-auth/real-files.test.ts',
  'src/mrz/evaluation.test.ts',
  'src/ui/core/socket-wire.test.ts',
  'src/virtual-card/{openpace,pace,secure-channel,vpcd,combinations}.test.ts',
  'src/virtual-card/pki/openssl.test.ts',
]

const kind = (name: string, include: string[], exclude: string[] = []): TestProjectConfiguration => ({
  extends: true,
  test: { name, include, exclude },
})

/**
 * Tests by kind: `pure` answers in seconds and is what runs while typing; `integration` uses the parts as they are (SQLite
 * file, HTTP, PostgreSQL, pcscd); `package` bundles and packages the desktop application. The browser is Playwright's
 * (tests/ui, tests/e2e).
 */
export default defineConfig({
  test: {
    projects: [
      kind(
        'pure',
        [
          `src/{${pureLayers}}/**/*.test.{ts,tsx}`,
          'src/station/{bus,clock,wire}/*.test.ts',
          'tests/repository/*.test.ts',
        ],
        withPrograms,
      ),
      kind(
        'integration',
        [
          'src/{station,central,identity}/**/*.test.ts',
          'electron/**/*.test.ts',
          'tests/integration/**/*.test.ts',
          ...withPrograms,
        ],
        ['src/station/{bus,clock,wire}/*.test.ts'],
      ),
      kind('package', ['tests/electron/**/*.test.ts']),
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    alias: { electron: new URL('./tests/fixtures/electron-stub.ts', import.meta.url).pathname },
  },
})

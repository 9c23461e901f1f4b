import { defineConfig, type TestProjectConfiguration, type UserWorkspaceConfig } from 'vitest/config'

/** Layers without a disk, a network or a process of their own. */
const pureLayers = 'contract,enrolment,texts,jose,parcel,emrtd,mrz,virtual-card,design,camera,ui,citizen'

/** Tests in those layers that ask a second implementation, read pictures, or play whole cards by the hundred. */
const heavy = [
  'src/emrtd/crypto/ecdsa-engine.test.ts',
  'src/emrtd/passive-auth/real-files.test.ts',
  'src/emrtd/read-chip.faults.test.ts',
  'src/mrz/{evaluation,frame,live-reader,read-mrz}.test.ts',
  'src/ui/core/socket-wire.test.ts',
  'src/virtual-card/{combinations,faults,openpace,pace,secure-channel,vpcd}.test.ts',
  'src/virtual-card/pki/openssl.test.ts',
]

const kind = (
  name: string,
  include: string[],
  exclude: string[] = [],
  more: UserWorkspaceConfig['test'] = {},
): TestProjectConfiguration => ({
  extends: true,
  test: { name, include, exclude, ...more },
})

const fixture = (name: string) => new URL(`./tests/fixtures/${name}`, import.meta.url).pathname
const electron = fixture('electron-stub.ts')

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
        heavy,
        // Nothing here outlives a test: modules are loaded once for all files, which takes more than half of the time.
        { isolate: false },
      ),
      kind(
        'integration',
        [
          'src/{station,central,identity}/**/*.test.ts',
          'electron/**/*.test.ts',
          'tests/{integration,attacks}/**/*.test.ts',
          ...heavy,
        ],
        ['src/station/{bus,clock,wire}/*.test.ts'],
        {
          globalSetup: fixture('databases/serve.ts'),
          alias: { electron, '@electric-sql/pglite': fixture('databases/pglite.ts') },
          // Each file ends what it starts and sets back what it sets, so that here too modules are loaded once: a second a file.
          isolate: false,
        },
      ),
      kind('package', ['tests/electron/**/*.test.ts']),
    ],
    // CI gives a test one more try, which the report names (`retry x1`); on a developer's machine a test that wavers fails at once.
    retry: process.env.CI ? 1 : 0,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    maxWorkers: 2,
    alias: { electron },
  },
})

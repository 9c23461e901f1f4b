// Makes all that the shell's tests need: node tests/shell/electron-22/prepare.ts. Exit code 3 where Electron 22 cannot be had.
import { buildApp } from './build-app.ts'
import { buildSqlite } from './build-sqlite.ts'
import { fetchElectron } from './fetch-electron.ts'
import { packageApp } from './package-app.ts'

const missing = fetchElectron()
if (missing !== null) {
  console.error(`Electron 22 cannot be had, so that the shell is not run for real: ${missing}`)
  process.exit(3)
}
await buildApp(buildSqlite())
await packageApp()

import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { stationOptionsFromEnvironment } from './start/environment.ts'
import { networkFromEnvironment } from './start/network-settings.ts'
import { explainFailure, toStartFailure } from './start/explain-failure.ts'
import { launcherIn, writeLauncher } from './loopback/launcher.ts'
import { serve } from './loopback/serve.ts'
import { softwareVersion } from './software-version.ts'
import { findNativeParts } from './start/native-parts.ts'
import { createStation } from './station.ts'
import { outliveRejections } from './start/outlive-rejections.ts'
import { createTechnicalLog } from './start/technical-log.ts'

/**
 * The Chromium shell's process: the station and its loopback server. Prints a line of JSON with the address and the launcher file, once
 * more for each line on standard input; the log goes to standard error, and so does, in words, what keeps it from starting (exit
 * code 1).
 */
const root = resolve(import.meta.dirname, '..', '..')

async function main(): Promise<void> {
  // Whatever is written from here on is this account's alone.
  process.umask(0o077)
  const options = stationOptionsFromEnvironment(process.env, {
    dataFolder: resolve(root, '.guichet'),
    resourcesFolder: root,
  })
  const log = createTechnicalLog(options.dataFolder, { toStandardError: true })
  outliveRejections(log)
  log.info({ version: softwareVersion, ...(await findNativeParts()) }, 'starting')
  const station = await createStation({
    ...options,
    keyWrap: null,
    network: networkFromEnvironment(process.env, null),
    log,
    // A revoked station has destroyed its data: nothing is left to serve.
    onDestroyed: () => process.exit(0),
  })
  const port = Number(process.env.GUICHET_PORT ?? 0)
  const served = await serve({ station, uiFolder: resolve(root, 'dist', 'ui'), port }).catch(async (error) => {
    await station.stop()
    throw error
  })
  let stopping = false
  const stop = async () => {
    if (stopping) return
    stopping = true
    await served.stop()
    await station.stop()
    rmSync(launcherIn(options.dataFolder), { force: true })
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  const tell = () => {
    const url = served.newAddress()
    const launcher = writeLauncher(options.dataFolder, url)
    const { environment, passphrase } = options
    const protection = passphrase === null ? 'key_file' : 'passphrase'
    process.stdout.write(`${JSON.stringify({ url, launcher, environment, protection })}\n`)
  }
  tell()
  // A code lasts half a minute: a line on standard input asks for the next one.
  createInterface({ input: process.stdin }).on('line', tell)
}

await main().catch((error: unknown) => {
  const { locale } = Intl.DateTimeFormat().resolvedOptions()
  const { title, text } = explainFailure(toStartFailure(error), locale)
  process.stderr.write(`\n${title}\n${text}\n`)
  process.exit(1)
})

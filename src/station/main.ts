import { fork, type ChildProcess } from 'node:child_process'
import { rmSync } from 'node:fs'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { launcherIn, writeLauncher } from './loopback/launcher.ts'
import { listenOnLoopback } from './loopback/listen.ts'
import { loopbackOptions } from './loopback/loopback-options.ts'
import { keepOutOfDumps } from './process/no-dumps.ts'
import { StartRefused, superviseStation, type FromStation, type StationProcess } from './process/supervise.ts'
import { explainFailure, toStartFailure } from './start/explain-failure.ts'
import { findNativeParts } from './start/native-parts.ts'
import { createTechnicalLog } from './start/technical-log.ts'
import { softwareVersion } from '../contract/software-version.ts'
import type { Protection } from './port.ts'

/**
 * The Chromium shell: keeps the port and one process of the station behind it, in which everything about people happens and which ends
 * with each visit. Prints a line of JSON with the address and the launcher file, once more for each line on standard input; the log goes
 * to standard error, and so does, in words, what keeps it from starting (exit code 1).
 */
// A bundle is told where the other one lies (vite.station.config.ts).
const entry = process.argv[2] ?? join(import.meta.dirname, 'loopback', 'station-process.ts')

async function main(): Promise<void> {
  process.umask(0o077)
  keepOutOfDumps()
  const { variables, options } = loopbackOptions()
  const { dataFolder, environment } = options
  const log = createTechnicalLog(dataFolder, { toStandardError: true })
  log.info({ version: softwareVersion, ...(await findNativeParts()) }, 'starting')
  const port = await listenOnLoopback(Number(variables.GUICHET_PORT ?? 0), (socket) => station.hand(socket))
  const station = superviseStation<Socket>({
    spawn: () => asStationProcess(fork(entry, [port.host])),
    log,
    onShellMessage: (message) => tell(message as Told),
    // Nothing is left to serve.
    onDestroyed: () => process.exit(0),
    onRefused: explainAndEnd,
  })
  const tell = ({ url, protection }: Told) => {
    const launcher = writeLauncher(dataFolder, url)
    process.stdout.write(`${JSON.stringify({ url, launcher, environment, protection })}\n`)
  }
  const stop = async () => {
    port.close()
    await station.stop()
    rmSync(launcherIn(dataFolder), { force: true })
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop())
  tell((await station.ready) as Told)
  // A code lasts half a minute: a line on standard input asks for the next one.
  createInterface({ input: process.stdin }).on('line', () => station.tell('new address'))
}

interface Told {
  url: string
  protection: Protection
}

function asStationProcess(child: ChildProcess): StationProcess<Socket> {
  return {
    // It may have ended meanwhile, which onExit tells.
    post: (message, socket) => void child.send(message, socket, { keepOpen: false }, () => {}),
    onMessage: (hear) => child.on('message', (message) => isOurs(message) && hear(message)),
    onExit: (hear) => child.once('exit', hear),
    kill: () => void child.kill('SIGKILL'),
  }
}

/** `node --watch` has the processes it started tell which files they read, and hears its own child alone. */
function isOurs(message: unknown): message is FromStation {
  if (typeof message === 'object' && message !== null && 'type' in message) return true
  process.send?.(message)
  return false
}

function explainAndEnd(error: unknown): void {
  const { locale } = Intl.DateTimeFormat().resolvedOptions()
  const { title, text } = error instanceof StartRefused ? error : explainFailure(toStartFailure(error), locale)
  process.stderr.write(`\n${title}\n${text}\n`)
  process.exit(1)
}

await main().catch(explainAndEnd)

import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { appFolder } from './electron-22/build-app.ts'
import { electronBinary } from './electron-22/fetch-electron.ts'

/** Chromium's sandbox refuses root: then it runs as this user, who owns nothing. */
const nobody = { uid: 65534, gid: 65534 }
const isRoot = process.getuid?.() === 0
const asNobody = ['setpriv', '--reuid', String(nobody.uid), '--regid', String(nobody.gid), '--clear-groups']

/** Whether Electron's own sandbox works here: the user may read our files and make namespaces. */
export const hasSandbox = (() => {
  const [command = 'unshare', ...before] = [...(isRoot ? asNobody : []), 'unshare']
  const can = (...args: string[]) => spawnSync(command, [...before, ...args], { stdio: 'ignore' }).status === 0
  return can('--user', 'cat', join(appFolder, 'package.json'))
})()

/** A folder of its own for one kiosk, which Electron's user may write. */
export function makeDataFolder(): { folder: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-shell-'))
  chmodSync(folder, 0o700)
  if (isRoot && hasSandbox) chownSync(folder, nobody.uid, nobody.gid)
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) }
}

/** Starts Electron as its user and without the `--no-sandbox` that Playwright adds. */
function writeStarter(folder: string, binary: string): string {
  const starter = join(folder, 'start.sh')
  const prefix = isRoot && hasSandbox ? `${asNobody.join(' ')} ` : ''
  const lines = [
    '#!/bin/bash',
    'args=()',
    `for arg in "$@"; do [ "$arg" = --no-sandbox ] || args+=("$arg"); done`,
    `exec ${prefix}"${binary}" "\${args[@]}"${hasSandbox ? '' : ' --no-sandbox'}`,
  ]
  writeFileSync(starter, `${lines.join('\n')}\n`, { mode: 0o755 })
  return starter
}

/** Lines of the technical log so far. */
export function readLog(folder: string): Record<string, unknown>[] {
  const file = join(folder, 'data', 'training', 'logs', 'station.log')
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
}

export interface LaunchOptions {
  folder: string
  variables?: Record<string, string>
  args?: string[]
}

function environmentOf({ folder, variables }: LaunchOptions): Record<string, string> {
  const { PATH = '', LANG = 'fr_FR.UTF-8' } = process.env
  const own = {
    PATH,
    LANG,
    DISPLAY: process.env.GUICHET_TEST_DISPLAY ?? '',
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    TMPDIR: folder,
  }
  const station = {
    GUICHET_MODE: 'training',
    GUICHET_DATA: join(folder, 'data'),
    GUICHET_CENTRAL_URL: 'http://127.0.0.1:9',
  }
  return { ...own, ...station, ...variables }
}

export interface Shell {
  app: ElectronApplication
  page: Page
  process: ChildProcess
  /** What it wrote to standard output and error so far. */
  output(): string
  /** Resolves with the exit code, or with the signal that ended it. */
  ended: Promise<number | NodeJS.Signals | null>
}

const plainArgs = ['--disable-gpu', '--lang=fr']
/** An installed application takes no camera that is none. */
const ownArgs = ['--use-fake-device-for-media-stream', ...plainArgs]

/** The shell, unpackaged, driven by Playwright (which needs the debugging ports that the packaged one refuses). */
export async function launchShell(options: LaunchOptions): Promise<Shell> {
  const app = await launchTwice({
    executablePath: writeStarter(options.folder, electronBinary),
    args: [...ownArgs, ...(options.args ?? [])],
    env: environmentOf(options),
    timeout: 40_000,
  })
  const child = app.process()
  let text = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data: Buffer) => (text += data.toString()))
  const ended: Shell['ended'] = new Promise((done) => child.once('exit', (code, signal) => done(code ?? signal)))
  const page = await app.firstWindow()
  return { app, page, process: child, output: () => text, ended }
}

/** The same without a driver: to see what a start by hand does. */
export function startShell(options: LaunchOptions & { binary?: string }): ChildProcess {
  const { binary = electronBinary, args = [] } = options
  const before = binary === electronBinary ? ownArgs : plainArgs
  return spawn(writeStarter(options.folder, binary), [...before, ...args], {
    env: environmentOf(options),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** Now and then the driver misses this old Electron's start, and has killed it by then. */
async function launchTwice(options: Parameters<typeof _electron.launch>[0]): Promise<ElectronApplication> {
  return _electron.launch(options).catch(() => _electron.launch(options))
}

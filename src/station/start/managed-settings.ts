import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Failure } from '../../contract/failure.ts'
import { variablesOf } from './settings.ts'

/** Where the managed configuration of each system lies, none of which an ordinary account can write. */
export const managedPlaces = {
  linux: '/etc/guichet/settings.json',
  darwin: '/Library/Managed Preferences/org.guichet.kiosk.plist',
  win32: String.raw`HKLM\SOFTWARE\Policies\Guichet`,
} as const

type Run = (program: string, args: string[]) => string
const runProgram: Run = (program, args) =>
  execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

/**
 * The environment with the managed configuration over it: what an administrator set from afar, no account of the machine sets
 * otherwise. Code: start_settings_invalid (unreadable, writable by others, or zod's message for a name or value that is none).
 */
export function withManagedSettings(
  variables: Record<string, string | undefined>,
  platform: string = process.platform,
  run: Run = runProgram,
  places: Record<keyof typeof managedPlaces, string> = managedPlaces,
): Record<string, string | undefined> {
  const managed = readManaged(platform, run, places)
  return managed === null ? variables : { ...variables, ...variablesOf(managed) }
}

function readManaged(platform: string, run: Run, places: Record<keyof typeof managedPlaces, string>) {
  if (platform === 'linux') return readFile(places.linux, (path) => readFileSync(path, 'utf8'))
  // A profile is stored as a binary property list, which the system itself turns into JSON.
  if (platform === 'darwin')
    return readFile(places.darwin, (path) => run('/usr/bin/plutil', ['-convert', 'json', '-o', '-', path]))
  return platform === 'win32' ? readRegistry(places.win32, run) : null
}

/** Null where there is none. */
function readFile(path: string, read: (path: string) => string): Record<string, unknown> | null {
  if (!existsSync(path)) return null
  for (const one of [path, dirname(path)]) refuseForeign(one)
  try {
    const found: unknown = JSON.parse(read(path))
    if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as Record<string, unknown>
  } catch (error) {
    throw new Failure('start_settings_invalid', path, { cause: error })
  }
  throw new Failure('start_settings_invalid', path)
}

/** Root's, and nobody else's to write: otherwise an account of the machine could send the kiosk to a central of its own. */
function refuseForeign(path: string): void {
  const { uid, mode } = lstatSync(path)
  const isOwn = uid === 0 || process.getuid?.() === 0
  if (!isOwn || (mode & 0o022) !== 0) throw new Failure('start_settings_invalid', `${path} can be written by others`)
}

/** `reg query` writes a line for each value: four spaces, name, type, text. A key that is not there is an exit code. */
function readRegistry(key: string, run: Run): Record<string, unknown> | null {
  let text: string
  try {
    text = run(String.raw`C:\Windows\System32\reg.exe`, ['query', key])
  } catch {
    return null
  }
  const lines = [...text.matchAll(/^ {4}(\S+) {4}REG_\w+(?: {4}(.*?))?\r?$/gm)]
  return Object.fromEntries(lines.map(([, name, value = '']) => [name!, value]))
}

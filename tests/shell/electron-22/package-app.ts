import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPackageWithOptions } from '@electron/asar'
import { flipFuses, FuseV1Options, FuseVersion, getCurrentFuseWire } from '@electron/fuses'
import type { FuseV1Config } from '@electron/fuses'
import config from '../../../forge.config.ts'
import { appFolder } from './build-app.ts'
import { electronBinary, electronFolder } from './fetch-electron.ts'
import { cache } from './places.ts'

export const packagedFolder = join(cache, 'packaged')
/** By any name but `electron` it holds that its application is packaged. */
export const packagedBinary = join(packagedFolder, 'guichet')

/** What lies beside the archive in a package and in a folder of its own in the application. */
const resources = { ui: join('dist', 'ui'), assets: 'assets', migrations: 'migrations' }

/** The fuses of the product's own configuration, as far as this Electron has them. */
async function fusesOf(binary: string): Promise<FuseV1Config> {
  const plugin = (config.plugins ?? []).find((one) => 'name' in one && one.name === 'fuses') as unknown as {
    fusesConfig: Record<string, unknown>
  }
  const wire = await getCurrentFuseWire(binary)
  const known = Object.values(FuseV1Options).filter((option) => typeof option === 'number' && option in wire)
  const chosen = known.map((option) => [option, plugin.fusesConfig[option as number]])
  return { version: FuseVersion.V1, ...(Object.fromEntries(chosen) as object) }
}

/** The built application as an installation has it: one archive, its native modules and resources beside it, the fuses flipped. */
export async function packageApp(): Promise<void> {
  rmSync(packagedFolder, { recursive: true, force: true })
  mkdirSync(join(packagedFolder, 'resources'), { recursive: true })
  for (const name of readdirSync(electronFolder)) {
    if (name === 'resources' || name === 'electron') continue
    symlinkSync(join(electronFolder, name), join(packagedFolder, name))
  }
  copyFileSync(electronBinary, packagedBinary)
  await flipFuses(packagedBinary, await fusesOf(packagedBinary))
  const into = join(packagedFolder, 'resources')
  // In no folder whose name begins with a dot: the pattern of what is unpacked would match nothing there.
  const archived = mkdtempSync(join(tmpdir(), 'guichet-archived-'))
  const apart = new Set(Object.values(resources).map((path) => join(appFolder, path)))
  cpSync(appFolder, archived, { recursive: true, filter: (path) => !apart.has(path) })
  await createPackageWithOptions(archived, join(into, 'app.asar'), { unpack: '**/*.node' })
  rmSync(archived, { recursive: true })
  for (const [name, path] of Object.entries(resources)) symlinkSync(join(appFolder, path), join(into, name))
}

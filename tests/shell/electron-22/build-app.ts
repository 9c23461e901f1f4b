import { spawnSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build, mergeConfig } from 'vite'
import mainConfig from '../../../electron/vite.main.config.ts'
import { nativeModules } from '../../../electron/native-modules.ts'
import { copyModules } from '../../../electron/ship-modules.ts'
import { installedApp } from './fetch-electron.ts'
import { cache, root } from './places.ts'

export const appFolder = installedApp
const own = join(import.meta.dirname, 'shims')
const shims = join(cache, 'shims')

/** Beside the product: they are of Electron 22's age. Throws what npm said. */
function installShims(): void {
  const isSame = (name: string) =>
    existsSync(join(shims, name)) && readFileSync(join(shims, name), 'utf8') === readFileSync(join(own, name), 'utf8')
  if (isSame('package.json') && isSame('package-lock.json') && existsSync(join(shims, 'node_modules'))) return
  mkdirSync(shims, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(own, name), join(shims, name))
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel', 'error']
  const { status, stderr } = spawnSync('npm', args, { cwd: shims, encoding: 'utf8' })
  if (status !== 0) throw new Error(`the shims cannot be installed\n${stderr}`)
}

/** What differs from the product: the language level, and what starts first. */
const bundle = (entry: string, target: string, fileName: string) => ({
  configFile: false as const,
  root,
  logLevel: 'error' as const,
  ssr: { noExternal: true as const },
  // The product's own wants a Node that Electron 22 has not.
  resolve: { alias: { undici: join(shims, 'node_modules', 'undici') } },
  build: {
    ssr: join(root, 'electron', entry),
    outDir: join(appFolder, '.vite', 'build'),
    emptyOutDir: false,
    minify: false,
    target,
    rollupOptions: { external: ['electron'], output: { format: 'cjs' as const, entryFileNames: fileName } },
  },
})

/** The product as Electron 22 can run it, in one folder: bundles, interface, assets, native modules. */
export async function buildApp(sqlite: string): Promise<void> {
  installShims()
  rmSync(appFolder, { recursive: true, force: true })
  mkdirSync(appFolder, { recursive: true })
  await build(mergeConfig(mainConfig, bundle('main.ts', 'node16', 'main.cjs')))
  await build(mergeConfig(mainConfig, bundle('station-process.ts', 'node16', 'station.cjs')))
  const stationProcess = join(appFolder, '.vite', 'build', 'station-process.cjs')
  writeFileSync(stationProcess, "require('../../polyfill.cjs')\nrequire('./station.cjs')\n")
  await build(bundle('preload.ts', 'chrome108', 'preload.cjs'))
  const ui = join(appFolder, 'dist', 'ui')
  await build({
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: ui, emptyOutDir: true, target: 'chrome108' },
  })
  cpSync(join(root, 'dist', 'ui', 'vendor'), join(ui, 'vendor'), { recursive: true })
  for (const folder of ['migrations', 'assets'])
    cpSync(join(root, folder), join(appFolder, folder), { recursive: true })
  copyModules(nativeModules, root, appFolder)
  copyModules(['core-js', 'undici'], shims, appFolder)
  copyFileSync(sqlite, join(appFolder, 'node_modules', 'better-sqlite3', 'prebuilds', 'linux-x64.node'))
  for (const name of ['boot.cjs', 'polyfill.cjs']) copyFileSync(join(own, name), join(appFolder, name))
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, string>
  writeFileSync(join(appFolder, 'package.json'), JSON.stringify({ name, version, main: 'boot.cjs' }))
}

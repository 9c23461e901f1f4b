import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { extractAll, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { nativeModules } from '../../electron/native-modules.ts'
import { writeStubElectron } from './stub-electron.ts'

// The real packaging with a stub in Electron's place: what is asserted is what would be shipped.
const root = resolve(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'guichet-package-'))
const packaged = join(root, 'out', `Guichet-linux-${process.arch}`)
const resources = join(packaged, 'resources')
const application = join(folder, 'application')
const isLinux = process.platform === 'linux'
let shipped: string[] = []
/** Without the settings of whoever runs the tests. */
const ownEnvironment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GUICHET_')))

function run(tool: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(join(root, 'node_modules', '.bin', tool), args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, GUICHET_ELECTRON_ZIPS: folder, GUICHET_SKIP_REBUILD: '1', NODE_ENV: 'production' },
  })
  if (status !== 0) throw new Error(`${tool} failed\n${stdout}\n${stderr}`)
}

/** What the packaged application answers when it runs, in a data folder of its own. */
function runPackaged(data: string, variables: Record<string, string> = {}) {
  const script = join(import.meta.dirname, 'run-bundle.ts')
  const { stdout, stderr } = spawnSync(process.execPath, [script, resources, application, data], {
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...ownEnvironment, GUICHET_CENTRAL_URL: 'http://127.0.0.1:9', ...variables },
  })
  if (!stdout.startsWith('{')) throw new Error(`no answer\n${stderr}`)
  return JSON.parse(stdout) as Record<string, unknown>
}

describe.skipIf(!isLinux)('the Linux package', () => {
  beforeAll(() => {
    writeStubElectron(folder)
    if (!existsSync(join(root, 'dist', 'ui', 'index.html'))) run('vite', 'build', '--logLevel', 'warn')
    rmSync(join(root, 'out'), { recursive: true, force: true })
    run('electron-forge', 'make')
    const archive = join(resources, 'app.asar')
    shipped = listPackage(archive, { isPack: false })
    extractAll(archive, application)
  }, 400_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('carries the fuses as configured', async () => {
    const { ENABLE, DISABLE } = FuseState
    expect(await getCurrentFuseWire(join(packaged, 'guichet'))).toEqual({
      version: '1',
      [FuseV1Options.RunAsNode]: DISABLE,
      [FuseV1Options.EnableCookieEncryption]: ENABLE,
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: DISABLE,
      [FuseV1Options.EnableNodeCliInspectArguments]: DISABLE,
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: ENABLE,
      [FuseV1Options.OnlyLoadAppFromAsar]: ENABLE,
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: DISABLE,
      [FuseV1Options.GrantFileProtocolExtraPrivileges]: DISABLE,
      [FuseV1Options.WasmTrapHandlers]: ENABLE,
    })
  })

  it('ships the bundle it starts from, and the modules outside it with their binaries unpacked', () => {
    const { main } = JSON.parse(readFileSync(join(application, 'package.json'), 'utf8')) as { main: string }
    expect(shipped).toContain(`/${main}`)
    expect(shipped).toContain('/.vite/build/preload.cjs')
    for (const name of nativeModules) expect(shipped).toContain(`/node_modules/${name}/package.json`)
    const binaries = shipped.filter((path) => path.endsWith('.node'))
    expect(binaries).toContain(`/node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`)
    for (const path of binaries) expect(existsSync(join(resources, 'app.asar.unpacked', path)), path).toBe(true)
  })

  it('ships nothing else: no sources, no tests, no build inputs, no other platform', () => {
    const top = new Set(shipped.map((path) => path.split('/')[1]))
    expect([...top].sort()).toEqual(['.vite', 'node_modules', 'package.json'])
    const modules = shipped.flatMap((path) => /^\/node_modules\/((?:@[^/]+\/)?[^/@]+)$/.exec(path)?.[1] ?? [])
    expect(modules.sort()).toEqual([...nativeModules, 'bindings', 'file-uri-to-path'].sort())
    expect(shipped.filter((path) => /\.(ts|map|c|cc|cpp|h|hpp|gypi?|o|d)$/.test(path))).toEqual([])
    expect(shipped.filter((path) => /\/(tests?|examples|obj\.target|deps)(\/|$)/.test(path))).toEqual([])
    expect(shipped.filter((path) => /(darwin|win32|musl)-\w+\.node$/.test(path))).toEqual([])
  })

  it('lays the interface, migrations and assets beside the application', () => {
    const inResources = (path: string) => existsSync(join(resources, path))
    for (const path of [
      'ui/index.html',
      'ui/vendor/mrz',
      'migrations/0001-station.sql',
      'assets/fonts',
      'assets/trust',
      'LICENSE',
      'THIRD-PARTY-NOTICES.txt',
      'sbom.cdx.json',
    ])
      expect(inResources(path), path).toBe(true)
    expect(inResources('migrations/central'), 'a kiosk has no use for central’s').toBe(false)
  })

  it('makes an installer that asks for the reader service, and a zip', () => {
    const [deb] = globSync(join(root, 'out', 'make', 'deb', '**', '*.deb'))
    const [zip] = globSync(join(root, 'out', 'make', 'zip', '**', '*.zip'))
    const { stdout } = spawnSync('dpkg-deb', ['--field', deb!, 'Package', 'Depends'], { encoding: 'utf8' })
    expect(stdout).toContain('Package: guichet')
    expect(stdout).toMatch(/Depends: .*\bpcscd\b/)
    expect(zip).toMatch(/\.zip$/)
    const listed = spawnSync('dpkg-deb', ['--contents', deb!], { encoding: 'utf8' }).stdout
    for (const path of ['applications/guichet.desktop', 'pixmaps/guichet.png', 'resources/sbom.cdx.json'])
      expect(listed).toContain(path)
  })

  it('runs: its station answers, its own page is served and nothing outside it', () => {
    expect(runPackaged(join(folder, 'data'))).toEqual({
      status: { id: 1, ok: true, output: expect.objectContaining({ training: true, setup: 'first_manager_needed' }) },
      manager: { id: 2, ok: true, output: expect.anything() },
      picture: { id: 3, ok: true, output: { dataUrl: expect.stringContaining('data:image/svg+xml;base64,') } },
      present: { id: 4, ok: true, output: null },
      page: 200,
      outside: 404,
      errorBoxes: [],
    })
  })

  it('runs in production mode with the reader binding it ships', () => {
    const { status, manager, picture } = runPackaged(join(folder, 'production'), { GUICHET_MODE: 'production' })
    expect(status).toMatchObject({ ok: true, output: { training: false } })
    // Central says who the first manager is, and nobody has asked it yet: no one is there to draw a specimen for.
    expect(manager).toMatchObject({ ok: false })
    expect(picture).toMatchObject({ ok: false, code: 'operator_not_logged_in' })
  })

  it('says in words why it cannot start', () => {
    const { errorBoxes } = runPackaged(join(folder, 'data'), { GUICHET_MODE: 'demonstration' })
    expect(errorBoxes).toEqual([
      { title: 'Un réglage du démarrage n’est pas valable', text: expect.stringContaining('GUICHET_MODE') },
    ])
  })
})

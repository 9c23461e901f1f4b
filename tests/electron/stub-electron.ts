import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const { version } = createRequire(import.meta.url)('electron/package.json') as { version: string }

/** As many fuses as forge.config.ts states. */
const fuseCount = 9
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'

/**
 * Writes `electron-v…-linux-<arch>.zip` into the folder: not Electron, but with what packaging touches of it - a binary
 * that holds the fuse wire (sentinel, version, length, one character per fuse; all off) and the files packaging moves.
 */
export function writeStubElectron(folder: string): void {
  const content = join(folder, 'content')
  mkdirSync(join(content, 'resources'), { recursive: true })
  mkdirSync(join(content, 'locales'))
  const wire = [Buffer.from(sentinel), Buffer.from([1, fuseCount]), Buffer.from('0'.repeat(fuseCount))]
  const padding = Buffer.alloc(64)
  writeFileSync(join(content, 'electron'), Buffer.concat([padding, ...wire, padding]), { mode: 0o755 })
  writeFileSync(join(content, 'resources', 'default_app.asar'), '')
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version']) writeFileSync(join(content, name), version)
  const file = join(folder, `electron-v${version}-linux-${process.arch}.zip`)
  const { status, error } = spawnSync('zip', ['-qr', file, '.'], { cwd: content, stdio: 'inherit' })
  if (status !== 0) throw error ?? new Error('zip failed')
}

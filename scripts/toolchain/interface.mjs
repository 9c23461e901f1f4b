import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './node.mjs'

const inputs = [
  'src/ui',
  'src/design',
  'src/camera',
  'src/citizen',
  'src/contract',
  'src/enrolment/documents.ts',
  'scripts/vite',
  'src/mrz',
  'src/emrtd/lds/mrz',
  'assets',
  'src/texts',
  'vite.config.ts',
  'vite.citizen.config.ts',
  'package-lock.json',
]

function digestOfInputs() {
  const hash = createHash('sha256')
  for (const input of inputs) {
    const path = join(root, input)
    if (!existsSync(path)) continue
    const files = input.includes('.')
      ? [path]
      : readdirSync(path, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort()
    for (const file of files) hash.update(file).update(readFileSync(file))
  }
  return hash.digest('hex')
}

/** Builds the kiosk's interface and the citizen's application when what they are made of changed since the last build. */
export function ensureInterfaceBuilt() {
  const stamp = join(root, '.cache', 'interface')
  const now = digestOfInputs()
  const built = ['ui', 'citizen'].every((name) => existsSync(join(root, 'dist', name, 'index.html')))
  if (built && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return
  console.log('Building the interface …')
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  for (const config of ['vite.config.ts', 'vite.citizen.config.ts']) {
    const command = [vite, 'build', '--config', config, '--logLevel', 'warn']
    const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' })
    if (status !== 0) process.exit(status ?? 1)
  }
  mkdirSync(join(root, '.cache'), { recursive: true })
  writeFileSync(stamp, now)
}

import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './node.mjs'

/** What is built, of what, by which configurations of Vite. */
const parts = [
  {
    name: 'interface',
    saying: 'Building the interface …',
    inputs: [
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
    ],
    outputs: ['ui/index.html', 'citizen/index.html'],
    configs: ['vite.config.ts', 'vite.citizen.config.ts'],
  },
  {
    name: 'station',
    saying: 'Building the station …',
    inputs: [
      'src/station',
      'src/contract',
      'src/jose',
      'src/texts',
      'assets/texts',
      'src/enrolment',
      'src/mrz',
      'src/emrtd',
      'src/evidence',
      'src/virtual-card',
      'electron/native-modules.ts',
      'vite.station.config.ts',
      'package-lock.json',
    ],
    outputs: ['station/main.mjs'],
    configs: ['vite.station.config.ts'],
  },
]

function digestOf(inputs) {
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

/** Builds the kiosk's interface, the citizen's application and the Chromium shell's programs when what they are made of changed since the last build. */
export function ensureBuilt() {
  for (const part of parts) ensurePartBuilt(part)
}

function ensurePartBuilt({ name, saying, inputs, outputs, configs }) {
  const stamp = join(root, '.cache', name)
  const now = digestOf(inputs)
  const built = outputs.every((output) => existsSync(join(root, 'dist', output)))
  if (built && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return
  console.log(saying)
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  for (const config of configs) {
    const command = [vite, 'build', '--config', config, '--logLevel', 'warn']
    const { status } = spawnSync(process.execPath, command, { cwd: root, stdio: 'inherit' })
    if (status !== 0) process.exit(status ?? 1)
  }
  mkdirSync(join(root, '.cache'), { recursive: true })
  writeFileSync(stamp, now)
}

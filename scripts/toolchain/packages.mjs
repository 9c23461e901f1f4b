import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, runNpm } from './node.mjs'

const has = (command) => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0
const installed = (name) => spawnSync('dpkg', ['-s', name], { stdio: 'ignore' }).status === 0

/** The way this user may install Debian packages without being asked, or null. */
function aptPrefix() {
  if (process.getuid?.() === 0) return []
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : null
}

/**
 * Sees to it that these Debian packages are there. Installs them when it may; else prints the one command to run.
 * Answers whether all are there.
 */
export function ensureDebianPackages(names, why) {
  if (process.platform !== 'linux' || !has('apt-get')) return true
  const missing = names.filter((name) => !installed(name))
  if (missing.length === 0) return true
  const prefix = aptPrefix()
  if (prefix === null) {
    console.error(`${why} needs Debian packages. Run this once:\n\n  sudo apt-get install ${missing.join(' ')}\n`)
    return false
  }
  console.error(`Installing Debian packages for ${why}: ${missing.join(' ')} …`)
  const apt = (...args) =>
    spawnSync([...prefix, 'apt-get'][0], [...prefix, 'apt-get', ...args].slice(1), {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    }).status === 0
  const install = () => apt('install', '-y', '-qq', '--no-install-recommends', ...missing)
  // The lists may be empty or old: ask for them only when the plain installation fails.
  return install() || (apt('update', '-qq') && install())
}

/** `npm ci` when the lock file is not the one installed last. */
export function ensureNpmPackages() {
  const stamp = join(root, '.cache', 'installed')
  const now = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .update(process.versions.modules)
    .digest('hex')
  const before = existsSync(stamp) && existsSync(join(root, 'node_modules')) ? readFileSync(stamp, 'utf8') : ''
  if (before === now) return
  console.error('Installing npm packages (about a minute and a half the first time) …')
  const result = runNpm(['ci', '--no-audit', '--no-fund', '--loglevel', 'error'])
  if (result.status !== 0) process.exit(result.status ?? 1)
  mkdirSync(join(root, '.cache'), { recursive: true })
  writeFileSync(stamp, now)
}

/** What compiling the PC/SC binding takes. */
export const buildPackages = ['build-essential', 'python3', 'libpcsclite-dev', 'pcscd']
/** What the tests use beside that. */
export const testPackages = [
  'chromium',
  'vsmartcard-vpcd',
  'tesseract-ocr',
  'fonts-ocr-b',
  'postgresql',
  'openpace',
  'libeac-dev',
  'libssl-dev',
  'openssl',
  'procps',
  // Tokens for central's keys, and an independent reader of them.
  'softhsm2',
  'opensc',
  // What stands before central.
  'nginx',
  'haproxy',
  // A screen for the real Electron, and what fetches it.
  'python3-pip',
  'xvfb',
  // The makers of the Linux packages.
  'fakeroot',
  'zip',
]

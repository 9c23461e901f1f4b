import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './node.mjs'

const ownFolder = join(root, 'node_modules', 'electron')
const patienceMs = 5_000

/** Where the archives come from, as @electron/get reads it. */
const mirror = () =>
  process.env.ELECTRON_MIRROR ??
  process.env.npm_config_electron_mirror ??
  'https://github.com/electron/electron/releases/download/'

function isThere(folder) {
  const named = join(folder, 'path.txt')
  return existsSync(named) && existsSync(join(folder, 'dist', readFileSync(named, 'utf8')))
}

/**
 * Sees to it that Electron's binary is there: the package has no install script, and brings `install-electron`, which fetches
 * the archive, compares it with the digests of the package and keeps it in the user's cache. Answers why there is none, or null.
 */
export async function ensureElectron({ mayFetch, folder = ownFolder } = { mayFetch: true }) {
  if (process.platform === 'linux' && process.getuid() === 0) return 'Electron does not run as root'
  return bringElectron({ mayFetch, folder })
}

export async function bringElectron({ mayFetch, folder }) {
  if (isThere(folder)) return null
  if (!existsSync(join(folder, 'install.js'))) return 'the package electron is not installed'
  if (!mayFetch) return 'its binary was not fetched yet'
  const refused = await whyUnreachable(mirror())
  if (refused !== null && !process.env.electron_config_cache) return `${mirror()} cannot be reached (${refused})`
  console.log('Fetching Electron (about 120 MB, once) …')
  return install(folder)
}

async function whyUnreachable(url) {
  try {
    await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(patienceMs) })
    return null
  } catch (error) {
    return error.cause?.code ?? error.name
  }
}

/** Not waited for in one piece: anyone who stops the start stops this too, and a mirror in this process may answer. */
function install(folder) {
  const child = spawn(process.execPath, [join(folder, 'install.js')], { stdio: ['ignore', 'ignore', 'pipe'] })
  let text = ''
  child.stderr.on('data', (data) => (text += data))
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code) => {
      const said = /^(?:\w*Error: )?(.+)$/m.exec(text.trim())?.[1]
      resolve(code === 0 && isThere(folder) ? null : (said ?? 'the archive could not be installed'))
    })
  })
}

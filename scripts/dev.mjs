// The developer's loop: the interface reloads as it is edited, station and central restart, and the gallery of every
// screen has a page of its own. `npm run dev -- --help` says what can be chosen.
import { spawn } from 'node:child_process'
import { createServer as createSocketServer } from 'node:net'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { findChromium, hasDisplay } from './toolchain/browser.mjs'
import { createChildren } from './toolchain/children.mjs'
import { takeFolder } from './toolchain/lock.mjs'
import { ensureNode, root } from './toolchain/node.mjs'
import { ensureNpmPackages } from './toolchain/packages.mjs'

const help = `npm run dev [-- OPTIONS]

  --gallery        only the interface and its gallery: no station, no central
  --tablet         a postman's tablet instead of a counter
  --central URL    this central instead of starting the reference one
  --data FOLDER    where the databases live (default .guichet/dev in this folder)
  --port N         port of the page (default 5173)
  --no-open        only print the addresses
  --help

Training mode, always: specimen citizens and documents, a simulated reader.
`
const options = readOptions()
if (options.help) {
  console.log(help)
  process.exit(0)
}
await ensureNode()
ensureNpmPackages()

const dataFolder = resolve(options.data ?? join(root, '.guichet', 'dev'))
const giveFolderBack = options.gallery ? () => {} : await takeDataFolder()
let server = null
const children = createChildren({
  onStopped: async () => {
    await server?.close()
    giveFolderBack()
  },
})

/** The station's, new after each of its restarts; only this process knows it, and puts it on the page's wire. */
let secret = ''
const stationPort = options.gallery ? 0 : await freePort()
const adminUrl = options.gallery ? null : await startServices()
const page = await servePage()
console.log(`\nThe kiosk:    ${page}\nThe gallery:  ${page}gallery/`)
if (adminUrl) console.log(`Central:      ${adminUrl}`)
console.log('\nCtrl+C stops all of it.')
if (!options['no-open'] && hasDisplay()) openBrowser()

function readOptions() {
  const flag = { type: 'boolean' }
  const text = { type: 'string' }
  try {
    const flags = { gallery: flag, tablet: flag, 'no-open': flag, help: flag }
    return parseArgs({ options: { ...flags, central: text, data: text, port: text } }).values
  } catch (error) {
    console.error(`${error.message}\n\n${help}`)
    process.exit(2)
  }
}

async function takeDataFolder() {
  const { mkdirSync } = await import('node:fs')
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const giveBack = takeFolder(dataFolder)
  if (giveBack !== null) return giveBack
  console.error(`Another start uses ${dataFolder}. Stop it, or choose another folder with --data.`)
  process.exit(1)
}

/** Both watch the files they import, and keep their ports over a restart so that nobody has to be told. */
async function startServices() {
  const watched = (file) => ['--watch', '--watch-preserve-output', file]
  let centralUrl = options.central
  let administration = null
  if (centralUrl === undefined) {
    console.log('Starting the reference central backend (its database takes some ten seconds the first time) …')
    const central = await children.startService('central', watched('src/identity/main.ts'), {
      GUICHET_ENVIRONMENT: 'training',
      GUICHET_CENTRAL_DATA: join(dataFolder, 'central'),
      // The same link to the administrator's pages after a restart.
      GUICHET_ADMIN_TOKEN: 'development-only-token',
      PORT: String(await freePort()),
    })
    centralUrl = central.url
    administration = central.adminUrl
  }
  const variables = {
    GUICHET_MODE: 'training',
    GUICHET_KIND: options.tablet ? 'tablet' : 'counter',
    GUICHET_CENTRAL_URL: centralUrl,
    GUICHET_DATA: dataFolder,
    GUICHET_PORT: String(stationPort),
  }
  await children.startService(
    'station',
    watched('src/station/main.ts'),
    variables,
    ({ url }) => void enter(new URL(url)),
  )
  return administration
}

/** Takes the place of the page, which has no code: the secret is put in on its way (below). */
async function enter({ origin, hash }) {
  const code = new URLSearchParams(hash.slice(1)).get('code')
  const answer = await fetch(`${origin}/enter`, { method: 'POST', body: code, headers: { origin } })
  secret = await answer.text()
}

/** Vite in front of the station: the page is Vite's, the wire and the downloads are the station's. */
async function servePage() {
  const { createServer } = await import('vite')
  const target = `http://127.0.0.1:${stationPort}`
  const wire = {
    target,
    ws: true,
    changeOrigin: true,
    rewriteWsOrigin: true,
    configure: (proxy) =>
      proxy.on('proxyReqWs', (request) => request.setHeader('Sec-WebSocket-Protocol', `guichet.v1, ${secret}`)),
  }
  server = await createServer({
    configFile: join(root, 'vite.config.ts'),
    server: {
      host: '127.0.0.1',
      port: Number(options.port ?? 5173),
      strictPort: options.port !== undefined,
      ...(options.gallery ? {} : { proxy: { '/wire': wire, '/download': { target, changeOrigin: true } } }),
    },
  })
  await server.listen()
  return server.resolvedUrls.local[0]
}

/** With the developer's tools open, and a profile of its own. */
function openBrowser() {
  const browser = findChromium()
  if (browser === null) return
  const args = [
    `--user-data-dir=${join(dataFolder, 'browser')}`,
    '--no-first-run',
    '--auto-open-devtools-for-tabs',
    page,
  ]
  spawn(browser, process.getuid?.() === 0 ? ['--no-sandbox', ...args] : args, {
    stdio: 'ignore',
    detached: true,
  }).unref()
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createSocketServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

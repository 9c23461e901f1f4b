// One command from a fresh clone to a kiosk on the screen. `npm start -- --help` says what can be chosen.
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { askPassphrase } from './toolchain/ask-passphrase.mjs'
import { findChromium, hasDisplay } from './toolchain/browser.mjs'
import { createChildren } from './toolchain/children.mjs'
import { ensureElectron } from './toolchain/electron.mjs'
import { takeFolder } from './toolchain/lock.mjs'
import { ensureNode, root } from './toolchain/node.mjs'
import { buildPackages, ensureDebianPackages, ensureNpmPackages } from './toolchain/packages.mjs'
import { ensureBuilt } from './toolchain/built.mjs'

const help = `npm start [-- OPTIONS]

  --training       training mode: specimen citizens and documents, simulated reader (default without a PC/SC reader)
  --production     normal mode with the PC/SC reader (default with one)
  --central URL    use this central backend instead of starting the reference one
  --tablet         a postman's tablet instead of a counter
  --data FOLDER    where the databases live (default .guichet in this folder)
  --port N         port of the kiosk's page (default: any free one)
  --no-open        only print the address
  --no-install     start with what is installed
  --help
`
const options = readOptions()
if (options.help) {
  console.log(help)
  process.exit(0)
}

await ensureNode()
if (!options['no-install']) {
  // Without them the kiosk starts all the same, and says that it has no reader.
  ensureDebianPackages(buildPackages, 'The chip reader')
  ensureNpmPackages()
}
ensureBuilt()

const { textsIn } = await import('../src/texts/texts-in.ts')
const { locale } = Intl.DateTimeFormat().resolvedOptions()
const say = textsIn(locale.startsWith('fr') ? 'fr' : 'en')

const dataFolder = resolve(options.data ?? join(root, '.guichet'))
const giveFolderBack = await takeDataFolder()
const children = createChildren({ onStopped: giveFolderBack })

const mode = options.production ? 'production' : options.training || !(await hasReader()) ? 'training' : 'production'
console.log(say(`start:kiosk.${mode}`))

const centralUrl = options.central ?? (await startCentral())
const environment = {
  GUICHET_MODE: mode,
  GUICHET_KIND: options.tablet ? 'tablet' : 'counter',
  GUICHET_CENTRAL_URL: centralUrl,
  GUICHET_DATA: dataFolder,
  ...(options.port ? { GUICHET_PORT: options.port } : {}),
}
const hasScreen = !options['no-open'] && hasDisplay()
const noElectron = hasScreen ? await ensureElectron({ mayFetch: !options['no-install'] }) : 'there is no screen'
if (noElectron === null) openInElectron()
else await openInBrowser(noElectron)

function readOptions() {
  const flag = { type: 'boolean' }
  const text = { type: 'string' }
  const flags = { training: flag, production: flag, tablet: flag, 'no-open': flag, 'no-install': flag, help: flag }
  try {
    return parseArgs({ options: { ...flags, central: text, data: text, port: text } }).values
  } catch (error) {
    console.error(`${error.message}\n\n${help}`)
    process.exit(2)
  }
}

/** The folder, made if need be, for this start alone; else says why not, in words. */
async function takeDataFolder() {
  const { Failure } = await import('../src/contract/failure.ts')
  const { explainFailure, toStartFailure } = await import('../src/station/start/explain-failure.ts')
  try {
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
    const giveBack = takeFolder(dataFolder)
    if (giveBack !== null) return giveBack
    throw new Failure('store_in_use', dataFolder)
  } catch (error) {
    const { title, text } = explainFailure(toStartFailure(error), locale)
    console.error(`\n${title}\n${text}`)
    process.exit(1)
  }
}

/** Asks PC/SC in a process of its own: a reader service that hangs must not hang the start. */
async function hasReader() {
  const asked = spawnSync(process.execPath, ['src/station/reader/pcsc/list-readers.ts'], {
    cwd: root,
    timeout: 5000,
    encoding: 'utf8',
  })
  return asked.status === 0 && JSON.parse(asked.stdout).length > 0
}

async function startCentral() {
  console.log(say('start:kiosk.central'))
  const variables = {
    GUICHET_ENVIRONMENT: mode,
    GUICHET_CENTRAL_DATA: join(dataFolder, `central-${mode}`),
    ...(mode === 'production'
      ? { GUICHET_CENTRAL_KEY: keyIn('central.key'), GUICHET_IDENTITY_KEY: keyIn('identity.key') }
      : {}),
  }
  const first = await children.startService('central', ['src/identity/main.ts'], variables, () => {}, true)
  if (first.adminUrl) console.log(say('start:kiosk.administration', { url: first.adminUrl }))
  announceIdentity(first.url)
  return first.url
}

/** By its name: a passkey belongs to a name, and browsers take no address for one. */
function announceIdentity(url) {
  const origin = `http://localhost:${new URL(url).port}`
  console.log(say('start:kiosk.citizen', { url: `${origin}/citizen/` }))
  if (mode !== 'training') return
  console.log(say('start:kiosk.messages', { url: `${origin}/training/messages` }))
  console.log(say('start:kiosk.service', { url: `${origin}/training/service` }))
}

/** A key that encrypts the reference backend's own keys at rest; a real deployment brings its own. */
function keyIn(name) {
  const file = join(dataFolder, name)
  if (!existsSync(file)) writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8')
}

function openInElectron() {
  console.log(say('start:kiosk.electron'))
  const command = join(root, 'node_modules', '.bin', 'electron-forge')
  const shell = process.platform === 'win32'
  const child = children.start(command, ['start'], {
    stdio: ['ignore', 'inherit', 'inherit'],
    variables: environment,
    shell,
  })
  child.on('exit', () => void children.stopAll(0))
}

/** Where the key of real data would lie beside them: Chromium has no key store of the system. */
async function askForPassphrase() {
  const { keeperOf } = await import('../src/station/keys/key-file.ts')
  const keeper = keeperOf(join(dataFolder, mode))
  const isNew = keeper === null && mode === 'production' && process.env.GUICHET_DISK_ENCRYPTED !== 'yes'
  const isAsked = (isNew || keeper === 'passphrase') && process.env.GUICHET_PASSPHRASE === undefined
  // Without a terminal the station says what is missing.
  if (isAsked && process.stdin.isTTY) environment.GUICHET_PASSPHRASE = await askPassphrase({ isNew, say })
}

async function openInBrowser(why) {
  if (hasScreen) console.log(say('start:kiosk.notElectron', { why }))
  const browser = hasScreen ? findChromium() : null
  await askForPassphrase()
  let isOpen = false
  const { url, launcher, protection } = await children.startService(
    'station',
    // Built once: reading the sources takes a start three times as long.
    [join('dist', 'station', 'main.mjs'), join(root, 'dist', 'station', 'station-process.mjs')],
    environment,
    (told, child) => {
      // Only the first is the start's; what comes later was asked for.
      if (isOpen) console.log(`\n  ${told.url}\n`)
      else if (browser === null) process.stdin.pipe(child.stdin)
      isOpen = true
    },
  )
  console.log(say(`start:kiosk.protection.${protection}`))
  if (browser === null) {
    console.log(`\n${say('start:kiosk.ready')}\n\n  ${url}\n`)
    return console.log(say('start:kiosk.again'))
  }
  console.log(say('start:kiosk.chromium'))
  const profile = join(dataFolder, 'browser')
  const args = [
    // Every account of the machine can read a command line: the code stands in a file that only this one can read.
    `--app=${pathToFileURL(launcher)}`,
    `--user-data-dir=${profile}`,
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    // A dump of a page would hold what stood on it.
    '--disable-breakpad',
    '--disable-sync',
  ]
  const child = children.start(browser, process.getuid?.() === 0 ? ['--no-sandbox', ...args] : args, {
    stdio: 'ignore',
  })
  child.on('exit', () => void children.stopAll(0))
}

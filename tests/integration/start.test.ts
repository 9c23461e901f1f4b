import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

// The command itself, in training mode, on a data folder of its own.
const root = resolve(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'guichet-start-'))
const script = join(root, 'scripts', 'start.mjs')
const fixed = ['--training', '--no-open', '--no-install']
const ownEnvironment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('GUICHET_')))
const environment = { ...ownEnvironment, LC_ALL: 'fr_FR.UTF-8' }

/** Starts and waits until it prints the address. */
function start() {
  const child = spawn(process.execPath, [script, ...fixed, '--data', folder], { env: environment })
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  const address = new Promise<URL>((found, failed) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.includes('#code=')) found(new URL(line.trim()))
    })
    void ended.then((code) => failed(new Error(`ended with ${code}`)))
  })
  return { child, ended, address }
}

/** A start that is expected to end by itself. */
function tryStart(...more: string[]) {
  const options = { encoding: 'utf8', timeout: 60_000, env: environment } as const
  const { status, stderr } = spawnSync(process.execPath, [script, ...fixed, ...more], options)
  return { status, stderr }
}

const answers = (url: URL) =>
  fetch(url).then(
    ({ status }) => status,
    () => null,
  )

describe('npm start', () => {
  let running: ReturnType<typeof start>
  let address: URL
  beforeAll(async () => {
    running = start()
    address = await running.address
  }, 180_000)
  afterAll(() => {
    running.child.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  })

  it('serves the kiosk', async () => {
    expect(await answers(address)).toBe(200)
  })

  it('refuses a second start on the same folder, in words and not in a stack', () => {
    const { status, stderr } = tryStart('--data', folder)
    expect(status).toBe(1)
    expect(stderr).toContain('Guichet est déjà ouvert')
    expect(stderr).toContain('store_in_use')
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it('says that a port is taken and ends', () => {
    const other = join(folder, 'other')
    const { status, stderr } = tryStart('--central', 'http://127.0.0.1:9', '--port', address.port, '--data', other)
    expect(status).toBe(1)
    expect(stderr).toContain('start_port_unusable')
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(existsSync(join(other, 'start.lock'))).toBe(false)
  })

  it('says that a folder cannot be made, and what options there are', () => {
    expect(tryStart('--data', join(script, 'data'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('store_unwritable'),
    })
    expect(tryStart('--nonsense')).toMatchObject({ status: 2, stderr: expect.stringContaining('--tablet') })
  })

  it('starts on a folder whose last start was killed, or is older than the machine’s', () => {
    const left = join(folder, 'left')
    mkdirSync(left)
    const lock = join(left, 'start.lock')
    const restart = () => tryStart('--central', 'http://127.0.0.1:9', '--port', address.port, '--data', left).stderr
    writeFileSync(lock, String(process.pid))
    expect(restart()).toContain('store_in_use')
    utimesSync(lock, 1, 1)
    expect(restart()).not.toContain('store_in_use')
    writeFileSync(lock, String(2 ** 30))
    expect(restart()).not.toContain('store_in_use')
  }, 60_000)

  it('stops everything on Ctrl+C, and starts again', async () => {
    running.child.kill('SIGINT')
    expect(await running.ended).toBe(0)
    expect(await answers(address)).toBeNull()
    expect(existsSync(join(folder, 'start.lock'))).toBe(false)
    running = start()
    expect(await answers(await running.address)).toBe(200)
    running.child.kill('SIGTERM')
    expect(await running.ended).toBe(0)
  }, 180_000)
})

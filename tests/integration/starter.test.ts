import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { commandLineOf, descendantsOf } from '../fixtures/processes.ts'

// Who started a kiosk may end without a word to it. Nothing of it may be left behind then, and nothing that somebody still uses may end.
const root = resolve(import.meta.dirname, '..', '..')
const ownEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(GUICHET|npm)_/i.test(name) || name === 'npm_config_nodedir'),
)
let folder: string
let started: ChildProcess
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'guichet-starter-'))))
afterEach(() => {
  for (const pid of [...leftBehind(), started.pid!]) end(pid)
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const lock = () => join(folder, 'start.lock')
const options = () => `--training --no-open --no-install --central http://127.0.0.1:9 --data ${folder}`

/** Waits until the kiosk prints its address. */
async function startBy(command: string): Promise<string> {
  started = spawn('/bin/sh', ['-c', command], { cwd: root, env: ownEnvironment, stdio: ['pipe', 'pipe', 'inherit'] })
  return new Promise((found) =>
    createInterface({ input: started.stdout! }).on('line', (line) => {
      if (line.includes('#code=')) found(new URL(line.trim()).origin)
    }),
  )
}

const end = (pid: number) => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // Ended already.
  }
}
/** Of this test's kiosk: each names its data folder, in its arguments or in its environment. */
function leftBehind(): number[] {
  return descendantsOf(1).filter((pid) => {
    try {
      return [commandLineOf(pid), readFileSync(`/proc/${pid}/environ`, 'utf8')].some((text) => text.includes(folder))
    } catch {
      return false
    }
  })
}
const answers = (origin: string) =>
  fetch(origin).then(
    () => true,
    () => false,
  )

const npmStart = () => `exec npm start --silent -- ${options()}`
const startScript = () => leftBehind().find((pid) => commandLineOf(pid).includes('scripts/start.mjs'))!
const patience = { timeout: 15_000, interval: 100 }

for (const signal of ['SIGTERM', 'SIGKILL'] as const)
  test.skipIf(process.platform !== 'linux')(`npm is ended by ${signal}: the kiosk stops in order`, async () => {
    const origin = await startBy(npmStart())
    started.kill(signal)
    await vi.waitFor(() => expect(leftBehind()).toEqual([]), patience)
    expect(await answers(origin)).toBe(false)
    expect(existsSync(lock()), 'given back, not only left').toBe(false)
  })

test.skipIf(process.platform !== 'linux')('the start itself is killed: its services stop all the same', async () => {
  const origin = await startBy(npmStart())
  const station = leftBehind().filter((pid) => commandLineOf(pid).includes('/station'))
  expect(station.length).toBeGreaterThan(1)
  end(startScript())
  await vi.waitFor(() => expect(leftBehind()).toEqual([]), patience)
  expect(await answers(origin)).toBe(false)
  expect(existsSync(join(folder, 'training', 'guichet.db-wal')), 'closed in order').toBe(false)
})

test.skipIf(process.platform !== 'linux')('whoever started npm has gone: the kiosk goes on', async () => {
  const origin = await startBy(`npm start --silent -- ${options()} < /dev/null & read -r _`)
  started.stdin!.end()
  // Twice as long as anybody needs to notice that a parent is gone.
  await new Promise((resolve) => setTimeout(resolve, 2_500))
  expect(await answers(origin)).toBe(true)
})

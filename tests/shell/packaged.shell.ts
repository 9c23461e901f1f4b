import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  chmodSync,
  linkSync,
  readFileSync,
  readlinkSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { descendantsOf } from '../fixtures/processes.ts'
import { packagedBinary, packagedFolder } from './electron-22/package-app.ts'
import { hasSandbox, makeDataFolder, readLog, startShell, type LaunchOptions } from './launch.ts'

// The application as it is installed, its fuses flipped, seen from outside: nobody can look into it or have it run other code.
test.describe.configure({ mode: 'serial' })
const place = makeDataFolder()
test.skip(!hasSandbox, 'without its sandbox it refuses to start')
test.afterAll(() => place.remove())

/** Starts it; what it wrote so far. */
function start(options: Partial<LaunchOptions> = {}, binary = packagedBinary) {
  const child = startShell({ folder: place.folder, ...options, binary })
  let text = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (data: Buffer) => (text += data.toString()))
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  return { pid: child.pid!, kill: child.kill.bind(child), output: () => text, ended }
}
const started = () => readLog(place.folder).filter(({ msg }) => msg === 'started').length

/** Ports on which any of its processes listens. proc_pid_fd(5), proc_pid_net(5): state 0A is LISTEN. */
function listening(pid: number): string[] {
  const table = ['tcp', 'tcp6'].flatMap((name) => readFileSync(`/proc/net/${name}`, 'utf8').split('\n').slice(1))
  const ports = new Map(
    table
      .map((line) => line.trim().split(/\s+/))
      .filter(([, , , state]) => state === '0A')
      .map((parts) => [`socket:[${parts[9]}]`, parts[1]!]),
  )
  return [pid, ...descendantsOf(pid)].flatMap((one) =>
    readdirSync(`/proc/${one}/fd`).flatMap((fd) => {
      try {
        return ports.get(readlinkSync(`/proc/${one}/fd/${fd}`)) ?? []
      } catch {
        return []
      }
    }),
  )
}

test('it starts, and opens no port: nothing of it can be asked from outside', async () => {
  const shell = start()
  await expect.poll(started, { timeout: 60_000 }).toBe(1)
  expect(listening(shell.pid)).toEqual([])
  shell.kill('SIGTERM')
  expect(await shell.ended).toEqual([0, null])
  expect(readLog(place.folder).at(-1)).toMatchObject({ msg: 'stopped' })
})

for (const arg of [
  '--inspect=0',
  '--inspect-brk=0',
  '--remote-debugging-port=0',
  '-remote-debugging-port=0',
  '--remote-debugging-pipe',
])
  test(`it refuses to start with ${arg}`, async () => {
    const before = started()
    const shell = start({ args: [arg] })
    expect(await shell.ended).toEqual([1, null])
    expect(shell.output()).not.toMatch(/listening on/i)
    expect(shell.output()).toContain('start_settings_invalid')
    expect(started()).toBe(before)
  })

test('what asks an ordinary Node to run or load something else is not heard', async () => {
  const evil = join(place.folder, 'evil.cjs')
  const mark = join(place.folder, 'ran')
  writeFileSync(evil, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`)
  const before = started()
  const variables = { ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: `--require ${evil}` }
  const shell = start({ args: [evil], variables })
  await expect.poll(started, { timeout: 60_000 }).toBe(before + 1)
  shell.kill('SIGUSR1')
  shell.kill('SIGTERM')
  await shell.ended
  expect(shell.output()).not.toMatch(/listening on/i)
  expect(existsSync(mark)).toBe(false)
})

test('it loads its archive, and no folder in its place', async () => {
  const folder = mkdtempSync(`${packagedFolder}-`)
  chmodSync(folder, 0o755)
  for (const name of readdirSync(packagedFolder)) symlinkSync(join(packagedFolder, name), join(folder, name))
  for (const name of ['resources', 'guichet']) rmSync(join(folder, name))
  // Its own place is where it looks.
  linkSync(packagedBinary, join(folder, 'guichet'))
  const mark = join(place.folder, 'loaded')
  mkdirSync(join(folder, 'resources', 'app'), { recursive: true })
  writeFileSync(join(folder, 'resources', 'app', 'package.json'), '{"main":"main.js"}')
  writeFileSync(
    join(folder, 'resources', 'app', 'main.js'),
    `require('node:fs').writeFileSync(${JSON.stringify(mark)}, ''); process.exit(0)`,
  )
  const shell = start({}, join(folder, 'guichet'))
  const timer = setTimeout(() => shell.kill('SIGKILL'), 10_000)
  await shell.ended
  clearTimeout(timer)
  rmSync(folder, { recursive: true })
  expect(existsSync(mark)).toBe(false)
})

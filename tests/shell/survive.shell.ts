import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { fr } from '../e2e/words.ts'
import { startBareShell, type BareShell } from './bare.ts'
import { makeDataFolder, readLog } from './launch.ts'

// What a window outlives, with nobody at its debugger but to look.
test.describe.configure({ mode: 'serial' })
const place = makeDataFolder()
let shell: BareShell

test.beforeAll(async () => {
  shell = await startBareShell({ folder: place.folder, variables: { GUICHET_DOWNLOADS: join(place.folder, 'stored') } })
})
test.afterAll(async () => {
  await shell.stop()
  place.remove()
})

test('what the page downloads goes to one folder, without a dialog', async () => {
  await isUsable()
  await shell.inPage(`Object.assign(document.createElement('a'), { href: '/index.html', download: 'x.html' }).click()`)
  await expect.poll(() => existsSync(join(place.folder, 'stored', 'x.html'))).toBe(true)
})

const title = () => shell.inPage(`document.querySelector('h1')?.innerText ?? ''`).catch(() => '')
const isUsable = () => expect.poll(title, { timeout: 60_000 }).toBe(fr('access:firstTitle'))
const logged = (msg: string) => readLog(place.folder).filter((line) => line.msg === msg)

test('a page whose process is killed comes back by itself, each time, and the log says so', async () => {
  await isUsable()
  for (let time = 1; time <= 3; time += 1) {
    const pid = shell.processOf('renderer')!
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => logged('the page ended and is made anew').length).toBe(time)
    await isUsable()
    expect(shell.processOf('renderer')).not.toBe(pid)
  }
})

test('a page that hangs is ended and comes back', async () => {
  await shell.inPage('void setTimeout(() => { for (;;); }, 100)')
  await new Promise((resolve) => setTimeout(resolve, 300))
  void shell.send('Input.dispatchKeyEvent', { type: 'keyDown', key: 'a' }).catch(() => {})
  await expect.poll(() => logged('the page does not respond').length, { timeout: 90_000 }).toBe(1)
  await isUsable()
})

test('the graphics process may be killed', async () => {
  const pid = shell.processOf('gpu-process')
  test.skip(pid === null, 'no graphics process here')
  process.kill(pid!, 'SIGKILL')
  await expect.poll(() => readLog(place.folder).some(({ type }) => type === 'GPU')).toBe(true)
  await isUsable()
})

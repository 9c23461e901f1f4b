import { once } from 'node:events'
import { expect, test } from 'playwright/test'
import { fr } from '../e2e/words.ts'
import { hasSandbox, launchShell, makeDataFolder, readLog, startShell, type Shell } from './launch.ts'

// One kiosk in a window, as it starts the first time: what its page may do.
test.describe.configure({ mode: 'serial' })
const place = makeDataFolder()
let shell: Shell

test.beforeAll(async () => {
  shell = await launchShell({ folder: place.folder })
})
test.afterAll(async () => {
  await shell.app.close()
  place.remove()
})

/** Runs in the page as it is now, also after the page that the driver knew has ended. */
const inPage = (code: string) =>
  shell.app.evaluate(
    ({ BrowserWindow }, text) => BrowserWindow.getAllWindows()[0]!.webContents.executeJavaScript(text) as unknown,
    code,
  )
const title = () => inPage(`document.querySelector('h1')?.innerText ?? ''`)
const isUsable = async () => {
  await expect.poll(title, { timeout: 60_000 }).toBe(fr('access:firstTitle'))
}
const heading = () => shell.page.getByText(fr('access:firstLead'))

test('the first start is answered: the page asks for the first manager', async () => {
  await expect(heading()).toBeVisible()
  // The reader's binding here is Node 24's: in another Electron it is there and does not load.
  expect(readLog(place.folder)).toMatchObject([
    { msg: 'starting', reader: 'unusable' },
    { msg: 'store opened', protection: 'key_file' },
    { msg: 'started' },
  ])
})

test('its processes are in Chromium’s sandbox where this machine allows one', async () => {
  test.skip(!hasSandbox, 'no user namespaces here')
  const isSandboxed = await shell.app.evaluate(
    ({ app }) => app.getAppMetrics().find(({ type }) => type === 'Tab')?.sandboxed,
  )
  // Linux does not say; the switch that would take it away does.
  expect(isSandboxed ?? true).toBe(true)
  expect(await shell.app.evaluate(({ app }) => app.commandLine.hasSwitch('no-sandbox'))).toBe(false)
})

test('the page has nothing of Node or Electron but two functions, and runs no code that is not ours', async () => {
  const { page } = shell
  expect(await page.evaluate(() => [typeof (globalThis as { require?: unknown }).require, typeof process])).toEqual([
    'undefined',
    'undefined',
  ])
  expect(await page.evaluate(() => Object.keys(window.guichet ?? {}))).toEqual(['post', 'listen'])
  const violations = await page.evaluate(async () => {
    const seen: string[] = []
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => seen.push(effectiveDirective))
    const script = document.createElement('script')
    script.textContent = 'window.isRun = true'
    document.body.append(script)
    await fetch('https://example.org/').catch(() => {})
    const frame = document.createElement('iframe')
    frame.src = 'guichet://app/index.html'
    document.body.append(frame)
    await new Promise((resolve) => setTimeout(resolve, 500))
    return { seen: [...new Set(seen)].sort(), isRun: 'isRun' in window }
  })
  expect(violations).toEqual({ seen: ['connect-src', 'frame-src', 'script-src-elem'], isRun: false })
})

test('the camera is given without sound, and nothing else', async () => {
  const ask = (constraints: MediaStreamConstraints) =>
    shell.page.evaluate(
      (wanted) =>
        navigator.mediaDevices.getUserMedia(wanted).then(
          (stream) =>
            stream
              .getTracks()
              .map(({ kind }) => kind)
              .join(),
          (error: Error) => error.name,
        ),
      constraints,
    )
  expect(await ask({ video: true })).toBe('video')
  expect(await ask({ audio: true })).toBe('NotAllowedError')
  expect(await ask({ video: true, audio: true })).toBe('NotAllowedError')
  const states = await shell.page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'midi', 'clipboard-read'] as PermissionName[]
    return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state))
  })
  expect(states).toEqual(['denied', 'denied', 'denied', 'denied'])
})

test('the page goes nowhere and opens nothing', async () => {
  const { page, app } = shell
  await page.evaluate(() => Object.assign(window, { marker: 1 }))
  expect(await page.evaluate(() => window.open('https://example.org/') === null)).toBe(true)
  for (const address of [
    'https://example.org/',
    'file:///etc/passwd',
    'guichet://other/index.html',
    'data:text/html,x',
  ])
    await page.evaluate((to) => void (location.href = to), address)
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(await page.evaluate(() => ['marker' in window, location.href])).toEqual([true, 'guichet://app/index.html'])
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('sent to an empty page, it comes back', async () => {
  await shell.page.evaluate(() => void (location.href = 'about:blank'))
  await isUsable()
  expect(await inPage('location.href')).toBe('guichet://app/index.html')
})

test('a reload finds the station again', async () => {
  await inPage('location.reload()')
  await isUsable()
})

test('an exception of its own process is a line in the log, and no dialog', async () => {
  await shell.app.evaluate(
    () =>
      void setTimeout(() => {
        throw new Error('on purpose')
      }, 0),
  )
  await expect.poll(() => readLog(place.folder).filter(({ msg }) => msg === 'uncaught exception').length).toBe(1)
  await inPage('location.reload()')
  await isUsable()
})

test('a second start shows the first and ends', async () => {
  const second = startShell({ folder: place.folder })
  const [code] = (await once(second, 'exit')) as [number]
  expect(code).toBe(0)
  await isUsable()
})

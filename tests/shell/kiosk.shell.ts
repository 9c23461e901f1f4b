import { expect, test } from 'playwright/test'
import { fr } from '../e2e/words.ts'
import { launchShell, makeDataFolder, type Shell } from './launch.ts'

// A kiosk cannot be left, reloaded, zoomed or closed from its keyboard.
test.describe.configure({ mode: 'serial' })
const place = makeDataFolder()
let shell: Shell

test.beforeAll(async () => {
  shell = await launchShell({ folder: place.folder, variables: { GUICHET_PRESENCE: 'kiosk' } })
  await expect(shell.page.getByText(fr('access:firstLead'))).toBeVisible()
})
test.afterAll(() => place.remove())

type Key = { keyCode: string; modifiers?: ('control' | 'alt' | 'shift')[] }

/** As from the keyboard, before the page or the window sees them. */
const press = (keys: Key[]) =>
  shell.app.evaluate(({ BrowserWindow }, pressed) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!
    for (const key of pressed)
      for (const type of ['keyDown', 'keyUp'] as const) webContents.sendInputEvent({ ...key, type })
  }, keys)

test('it fills the screen and has no menu', async () => {
  const state = await shell.app.evaluate(({ BrowserWindow, Menu }) => {
    const window = BrowserWindow.getAllWindows()[0]!
    return { kiosk: window.isKiosk(), menu: Menu.getApplicationMenu() }
  })
  expect(state).toEqual({ kiosk: true, menu: null })
})

test('no key reloads, zooms, goes back or closes', async () => {
  await shell.page.evaluate(() => Object.assign(window, { marker: 1 }))
  const zoom = () => shell.page.evaluate(() => devicePixelRatio)
  const before = await zoom()
  const control = ['r', '+', '-', '0', 'w', 'q', 'F5'].map((keyCode): Key => ({ keyCode, modifiers: ['control'] }))
  await press([...control, { keyCode: 'F5' }, { keyCode: 'F11' }, { keyCode: 'F12' }])
  await press([
    { keyCode: 'Left', modifiers: ['alt'] },
    { keyCode: 'F4', modifiers: ['alt'] },
  ])
  await press([{ keyCode: 'i', modifiers: ['control', 'shift'] }])
  await new Promise((resolve) => setTimeout(resolve, 500))
  expect(await shell.page.evaluate(() => 'marker' in window)).toBe(true)
  expect(await zoom()).toBe(before)
  expect(
    await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.isDevToolsOpened()),
  ).toBe(false)
})

test('typing is left alone', async () => {
  await shell.page.getByLabel(fr('access:displayName')).focus()
  await shell.app.evaluate(({ BrowserWindow }) => {
    const { webContents } = BrowserWindow.getAllWindows()[0]!
    for (const keyCode of ['r', 'w', 'q', '0']) webContents.sendInputEvent({ type: 'char', keyCode })
  })
  await expect(shell.page.getByLabel(fr('access:displayName'))).toHaveValue('rwq0')
})

test('its window does not close, and the end of the session ends it', async () => {
  await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close())
  expect(await shell.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
  shell.process.kill('SIGTERM')
  expect(await shell.ended).toBe(0)
})

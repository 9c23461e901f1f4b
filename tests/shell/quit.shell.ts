import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { fr } from '../e2e/words.ts'
import { launchShell, makeDataFolder, readLog, type Shell } from './launch.ts'

/** Each way in which a window ends; by each of them the station has to stop in order. */
const ways: Record<string, (shell: Shell) => unknown> = {
  'its menu': ({ app }) => app.evaluate(({ Menu }) => Menu.getApplicationMenu()!.items[0]!.submenu!.items[0]!.click()),
  'closing its window': ({ app }) => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.close()),
  'a call to quit': ({ app }) => app.evaluate(({ app: electron }) => electron.quit()),
  'a SIGTERM': ({ process: child }) => child.kill('SIGTERM'),
  'a SIGINT': ({ process: child }) => child.kill('SIGINT'),
  'the end of the machine': ({ app }) => app.evaluate(({ powerMonitor }) => void powerMonitor.emit('shutdown')),
}

for (const [way, end] of Object.entries(ways))
  test(`${way} stops the station in order`, async () => {
    const place = makeDataFolder()
    const shell = await launchShell({ folder: place.folder })
    await expect(shell.page.getByText(fr('access:firstLead'))).toBeVisible()
    const database = join(place.folder, 'data', 'training', 'guichet.db')
    expect(existsSync(`${database}-wal`)).toBe(true)
    // The answer may be lost with the process that gives it.
    void Promise.resolve(end(shell)).catch(() => {})
    expect(await shell.ended).toBe(0)
    expect(readLog(place.folder).at(-1)).toMatchObject({ msg: 'stopped' })
    // Closed in order, it leaves no log of writes behind.
    expect(existsSync(`${database}-wal`)).toBe(false)
    place.remove()
  })

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'playwright/test'
import { fr } from '../e2e/words.ts'
import { openStoppedStore } from '../fixtures/test-station.ts'
import { startBareShell } from './bare.ts'
import { makeDataFolder } from './launch.ts'

const place = makeDataFolder()
test.afterAll(() => place.remove())

/** One start, until `reached`, and its end in order. */
async function startOnce(reached: (title: string) => boolean): Promise<void> {
  const shell = await startBareShell({ folder: place.folder })
  const title = () => shell.inPage(`document.querySelector('h1')?.innerText ?? ''`).catch(() => '')
  await expect.poll(async () => reached(String(await title())), { timeout: 60_000 }).toBe(true)
  // What the page says once it is painted comes a moment after.
  await shell.inPage(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 500))))',
  )
  await shell.stop()
}

test('a page that was painted is what opens a new version’s sessions', async () => {
  const isUsable = (title: string) => title === fr('access:firstTitle')
  const inStore = <T>(work: (store: ReturnType<typeof openStoppedStore>) => T): T => {
    const store = openStoppedStore(join(place.folder, 'data', 'training'))
    try {
      return work(store)
    } finally {
      store.close()
      // What was written anew here is whoever runs the tests'; the kiosk may be somebody else's.
      execFileSync('chown', ['-R', '--reference', place.folder, join(place.folder, 'data')])
    }
  }
  await startOnce(isUsable)
  const own = inStore((store) => store.readMeta('shown_version'))
  inStore((store) => store.writeMeta('shown_version', '0.0.9'))
  await startOnce(isUsable)
  expect(inStore((store) => store.readMeta('shown_version'))).toBe(own)
})

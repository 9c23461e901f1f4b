import sharp from 'sharp'
import { expect, test, type Page } from 'playwright/test'
import { photographOf, specimen } from '../e2e/clerk.ts'
import { openScene } from './open-scene.ts'
import { postedBy } from './play.ts'

/** Counts the workers that the page itself opens: the recogniser's, which opens its engines' by itself. */
async function countWorkers(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const counts = { workers: 0 }
    const Own = Worker
    Object.assign(globalThis, {
      counts,
      Worker: class extends Own {
        constructor(...of: ConstructorParameters<typeof Own>) {
          super(...of)
          counts.workers++
        }
      },
    })
  })
  return () => page.evaluate(() => (globalThis as unknown as { counts: { workers: number } }).counts.workers)
}

test('the recogniser stays open from one picture to the next', async ({ page }) => {
  const opened = await countWorkers(page)
  await openScene(page, 'document-file', 'en')
  const readWith = async (name: 'passport' | 'cnie') => {
    const buffer = await sharp(await photographOf(name))
      .png()
      .toBuffer()
    const chooser = page.waitForEvent('filechooser')
    await page.locator('#next-action').click()
    await (await chooser).setFiles({ name: 'scan.png', mimeType: 'image/png', buffer })
  }
  for (const [before, name] of (['passport', 'cnie'] as const).entries()) {
    await readWith(name)
    await expect.poll(() => postedBy(page, 'session.submitMrz'), { timeout: 60_000 }).toHaveLength(before + 1)
    const sent = await postedBy(page, 'session.submitMrz')
    expect(sent.at(-1)).toMatchObject({ lines: specimen(name).mrzLines })
    expect(await opened()).toBe(1)
  }
})

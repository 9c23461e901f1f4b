import { mkdirSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright'
import { expect } from 'playwright/test'
import sharp from 'sharp'

const folder = resolve(import.meta.dirname, '..', '..', 'docs', 'screens')
const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']
const sizes = [
  { width: 1280, height: 800 },
  { width: 820, height: 1180 },
]

/** With `SCREENS=1`, writes the page's picture into docs/screens, as a palette PNG. */
export async function takePicture(page: Page, name: string): Promise<void> {
  if (!process.env.SCREENS) return
  await page.mouse.move(0, 0)
  const taken = await page.screenshot({ animations: 'disabled' })
  mkdirSync(folder, { recursive: true })
  const small = await sharp(taken).png({ palette: true, quality: 90, effort: 10, compressionLevel: 9 }).toBuffer()
  writeFileSync(join(folder, `${name}.png`), small)
}

/** axe finds nothing on this screen, at the counter's size and the tablet's. */
export async function expectAccessible(page: Page): Promise<void> {
  const before = page.viewportSize()!
  for (const size of sizes) {
    await page.setViewportSize(size)
    const { violations } = await new AxeBuilder({ page }).withTags(standards).analyze()
    const findings = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
    expect(findings, `axe at ${size.width}x${size.height}`).toEqual([])
  }
  await page.setViewportSize(before)
}

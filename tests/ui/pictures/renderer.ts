import { createHash } from 'node:crypto'
import type { Page } from 'playwright'
import sharp from 'sharp'

/** What draws the pictures: pictures of two renderers cannot be compared pixel by pixel. */
export interface Renderer {
  chromium: string
  /** Digest of a drawn page of letters, edges and curves: the same version can draw otherwise with other fonts or libraries. */
  drawing: string
}

const sample = `<!doctype html><meta charset="utf-8"><body style="margin:8px;font:17px sans-serif">
<p>Où sont les clés ? 0O 1Il 8B</p><p style="font-family:serif">ÀÉÎÕÜ ç œ</p><p lang="ar" dir="rtl">هل هذا صحيح؟</p>
<p lang="uk">Чи це правильно?</p><p style="font-family:monospace">P&lt;FRALEFEVRE</p>
<div style="width:90px;height:40px;border:2px solid #345;border-radius:9px;box-shadow:0 2px 6px #0006"></div>
<svg width="80" height="60"><path d="M5 50C20 0 40 60 75 9" fill="none" stroke="#085" stroke-width="3"/></svg>`

/** Draws the sample on a page of its own. */
export async function rendererOf(page: Page): Promise<Renderer> {
  const own = await page.context().newPage()
  await own.setViewportSize({ width: 320, height: 400 })
  await own.setContent(sample)
  const pixels = await sharp(await own.screenshot())
    .removeAlpha()
    .raw()
    .toBuffer()
  await own.close()
  const chromium = page.context().browser()!.version()
  return { chromium, drawing: createHash('sha256').update(pixels).digest('hex').slice(0, 16) }
}

/**
 * The live camera in the whole product: node tests/bench/mrz-live.ts [RUNS], after a build. A desk is seen for some seconds,
 * then a steady document. Measured in the page: from the first video frame with the document to the next screen, and the
 * longest time the page's thread gave no frame meanwhile (the next screen's own rendering left out).
 */
import { closeSync, openSync, renameSync, symlinkSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright'
import sharp from 'sharp'
import type { Sharp } from 'sharp'
import { button, createManager, openApplication, photographOf } from '../e2e/clerk.ts'
import { startKiosk } from '../e2e/kiosk.ts'
import { spread } from './row.ts'

const [width, height, framesPerSecond] = [1280, 720, 15]
const [deskSeconds, documentSeconds] = [5, 15]
const specimens = ['passport', 'cnie', 'old_card'] as const

/** One frame of YUV4MPEG2 in grey, BT.601 studio range. */
async function frameOf(image: Sharp): Promise<Buffer> {
  const grey = await image.resize(width, height, { fit: 'fill' }).greyscale().raw().toBuffer()
  const luma = Buffer.from(grey.map((value) => 16 + (value * 219) / 255))
  return Buffer.concat([Buffer.from('FRAME\n'), luma, Buffer.alloc((width * height) / 2, 128)])
}

/** Points the fed camera at a film: an empty desk, then the document. */
async function feed(link: string, name: string): Promise<void> {
  const desk = await frameOf(sharp({ create: { width, height, channels: 3, background: '#6b6f76' } }))
  const page = await frameOf(sharp(await photographOf(name)))
  const target = join(dirname(link), `${name}.y4m`)
  const file = openSync(target, 'w')
  writeSync(file, `YUV4MPEG2 W${width} H${height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`)
  for (let i = 0; i < framesPerSecond * deskSeconds; i++) writeSync(file, desk)
  for (let i = 0; i < framesPerSecond * documentSeconds; i++) writeSync(file, page)
  closeSync(file)
  symlinkSync(target, `${link}.film`)
  renameSync(`${link}.film`, link)
}

interface Seen {
  shownAt: number | null
  leftAt: number | null
  longestGapMs: number
  longTasksMs: number[]
}

/** Watches the video for the document, the page for its next screen, and the thread for gaps between. */
function watch(page: Page): Promise<void> {
  return page.evaluate(() => {
    const seen: Seen = { shownAt: null, leftAt: null, longestGapMs: 0, longTasksMs: [] }
    Object.assign(globalThis, { seen })
    const video = document.querySelector('video')!
    const canvas = new OffscreenCanvas(8, 8)
    const context = canvas.getContext('2d', { willReadFrequently: true })!
    const look = () => {
      context.drawImage(video, 0, 0, 8, 8)
      const light = context.getImageData(4, 4, 1, 1).data[0]!
      if (light > 150) seen.shownAt ??= performance.now()
      else video.requestVideoFrameCallback(look)
    }
    video.requestVideoFrameCallback(look)
    const title = document.querySelector('h1')!.textContent
    let last = performance.now()
    const tick = (now: number) => {
      if (document.querySelector('h1')?.textContent !== title) return (seen.leftAt = now)
      if (seen.shownAt !== null && last > seen.shownAt) seen.longestGapMs = Math.max(seen.longestGapMs, now - last)
      last = now
      return requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries())
        if (seen.shownAt !== null && seen.leftAt === null && startTime > seen.shownAt)
          seen.longTasksMs.push(Math.round(duration))
    }).observe({ type: 'longtask' })
  })
}

async function measure(page: Page, link: string, name: (typeof specimens)[number]): Promise<Seen> {
  await feed(link, name)
  await openApplication(page, name)
  await page.getByRole('radio', { name: 'Caméra' }).click({ force: true })
  await page.waitForFunction(() => document.querySelector('video')?.videoWidth)
  await watch(page)
  await page.waitForFunction(() => (globalThis as unknown as { seen: Seen }).seen.leftAt !== null, null, {
    timeout: 60_000,
  })
  const seen = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen)
  await button(page, 'Quitter').click()
  await button(page, 'Abandonner').click()
  return seen
}

const kiosk = await startKiosk({ reader: 'simulated' })
await createManager(kiosk.page)
const all: Seen[] = []
for (let run = 0; run < Number(process.argv[2] ?? 6); run++) {
  const name = specimens[run % specimens.length]!
  const seen = await measure(kiosk.page, kiosk.camera.file, name)
  all.push(seen)
  console.log(
    `${name}: accepted after ${Math.round(seen.leftAt! - seen.shownAt!)} ms, longest gap between frames ` +
      `${Math.round(seen.longestGapMs)} ms, tasks over 50 ms: ${seen.longTasksMs.join(', ') || 'none'}`,
  )
}
await kiosk.stop()
const accepted = spread(all.map((seen) => seen.leftAt! - seen.shownAt!))
const gaps = spread(all.map((seen) => seen.longestGapMs))
console.log(`accepted after: median ${Math.round(accepted.median)} ms, p95 ${Math.round(accepted.p95)} ms`)
console.log(`longest gap between frames: median ${Math.round(gaps.median)} ms, p95 ${Math.round(gaps.p95)} ms`)

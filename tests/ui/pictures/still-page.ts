import type { Browser, Page } from 'playwright'
import { documentDrawing } from '../gallery/document-drawing.ts'
import type { Drawing } from '../gallery/drawing.ts'
import { portraitDrawing } from '../gallery/portrait.ts'

/** The instant at which every picture is taken: within a minute of what the scenes tell. */
const now = '2026-11-21T09:20:00Z'

/** A page on which nothing moves by itself: one instant, one zone, no animation, a camera that shows a drawing. */
export async function openStillPage(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    reducedMotion: 'reduce',
    timezoneId: 'Europe/Paris',
    locale: 'fr-FR',
    colorScheme: 'light',
    deviceScaleFactor: 1,
  })
  const page = await context.newPage()
  await page.clock.setFixedTime(now)
  await page.addInitScript(giveStillCamera, { user: portraitDrawing, environment: documentDrawing })
  return page
}

/** Runs in the page: a camera shows what it faces, again and again, so that whoever joins late sees it too. */
function giveStillCamera(faced: Record<'user' | 'environment', Drawing>): void {
  const picture = document.createElement('canvas')
  picture.width = 1280
  picture.height = 720
  const pen = picture.getContext('2d')!
  let facing: keyof typeof faced = 'user'
  const draw = () => {
    const { width, height, ground, shapes } = faced[facing]
    const scale = picture.height / height
    pen.setTransform(1, 0, 0, 1, 0, 0)
    pen.fillStyle = ground
    pen.fillRect(0, 0, picture.width, picture.height)
    pen.setTransform(scale, 0, 0, scale, (picture.width - width * scale) / 2, 0)
    for (const { colour, kind, at } of shapes) {
      pen.fillStyle = colour
      pen.beginPath()
      if (kind === 'rectangle') pen.rect(at[0]!, at[1]!, at[2]!, at[3]!)
      else pen.ellipse(at[0]!, at[1]!, at[2]!, at[3]!, 0, 0, 7)
      pen.fill()
    }
  }
  setInterval(draw, 100)
  const { mediaDevices } = navigator
  if (!mediaDevices) return
  const camera = { kind: 'videoinput', deviceId: 'still', groupId: '', label: 'Camera' } as MediaDeviceInfo
  mediaDevices.getUserMedia = async ({ video }: MediaStreamConstraints = {}) => {
    const wanted = typeof video === 'object' ? video.facingMode : undefined
    facing = JSON.stringify(wanted ?? '').includes('environment') ? 'environment' : 'user'
    draw()
    return picture.captureStream(10)
  }
  mediaDevices.enumerateDevices = async () => [camera]
}

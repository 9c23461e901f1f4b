import type { Browser, Page } from 'playwright'
import { portraitDrawing } from '../gallery/portrait.ts'

/** The instant at which every picture is taken: within a minute of what the scenes tell. */
const now = '2026-11-21T09:20:00Z'

/** A page on which nothing moves by itself: one instant, one zone, no animation, a camera that shows one drawing. */
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
  await page.addInitScript(giveStillCamera, portraitDrawing)
  return page
}

/** Runs in the page: every camera shows the drawing, again and again, so that whoever joins late sees it too. */
function giveStillCamera(drawing: typeof portraitDrawing): void {
  const canvas = document.createElement('canvas')
  canvas.width = 1280
  canvas.height = 720
  const pen = canvas.getContext('2d')!
  const scale = canvas.height / drawing.height
  const draw = () => {
    pen.setTransform(1, 0, 0, 1, 0, 0)
    pen.fillStyle = drawing.ground
    pen.fillRect(0, 0, canvas.width, canvas.height)
    pen.setTransform(scale, 0, 0, scale, (canvas.width - drawing.width * scale) / 2, 0)
    for (const { colour, kind, at } of drawing.shapes) {
      pen.fillStyle = colour
      pen.beginPath()
      if (kind === 'rectangle') pen.rect(at[0]!, at[1]!, at[2]!, at[3]!)
      else pen.ellipse(at[0]!, at[1]!, at[2]!, at[3]!, 0, 0, 7)
      pen.fill()
    }
  }
  draw()
  setInterval(draw, 100)
  const { mediaDevices } = navigator
  if (!mediaDevices) return
  const camera = { kind: 'videoinput', deviceId: 'still', groupId: '', label: 'Camera' } as MediaDeviceInfo
  mediaDevices.getUserMedia = async () => canvas.captureStream(10)
  mediaDevices.enumerateDevices = async () => [camera]
}

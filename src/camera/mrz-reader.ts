import type { FailureCode } from '../contract/failure.ts'
import type { LiveHint } from '../mrz/hint.ts'
import type { MrzWorkerReply } from '../mrz/worker-protocol.ts'
import { warmRecognition } from './warm-recognition.ts'
import type { MrzCapture } from '../contract/mrz.ts'
import { openPicture, shrink } from './open-picture.ts'

export interface CameraReport {
  hint: LiveHint | 'starting' | 'reading' | 'done'
  /** Lines were found in the last frame: the outline turns steady. */
  steady: boolean
}

interface CameraWatch {
  onReport(report: CameraReport): void
  onCapture(capture: MrzCapture): void
  onFailed(code: FailureCode): void
}

export interface MrzCamera {
  /** Takes the current frame as it is and reads it thoroughly, certain or not. */
  takeFrame(): Promise<PictureResult>
  stop(): void
}

/** Reads the MRZ from a playing video, frame after frame, until the live session of src/mrz has something to show. */
export function startMrzCamera(video: HTMLVideoElement, watch: CameraWatch): MrzCamera {
  let stopped = false
  watch.onReport({ hint: 'starting', steady: false })

  async function follow() {
    const recognition = await warmRecognition()
    if ('code' in recognition) return stopped || watch.onFailed(recognition.code)
    // Whatever another document left is forgotten before the first frame of this one and after its last.
    await recognition.ask({ type: 'reset' })
    while (!stopped) {
      const bitmap = await createImageBitmap(video)
      const reply = await recognition.ask({ type: 'frame', bitmap }, [bitmap])
      if (!stopped) report(reply)
    }
    await recognition.ask({ type: 'reset' })
  }
  function report(reply: MrzWorkerReply) {
    if (reply.type === 'read') {
      stopped = true
      watch.onReport({ hint: 'done', steady: true })
      watch.onCapture({ ...reply.scan.capture, source: 'camera' })
    } else if (reply.type === 'seen') {
      watch.onReport({ hint: reply.hint ?? 'reading', steady: reply.hint === null || reply.agreeing > 0 })
    }
  }
  void follow()
  return {
    takeFrame: () => readShown(video, 'camera'),
    stop: () => {
      stopped = true
    },
  }
}

export type PictureResult = MrzCapture | { code: FailureCode }

async function recognise(bitmap: ImageBitmap, source: MrzCapture['source']): Promise<PictureResult> {
  const recognition = await warmRecognition()
  if ('code' in recognition) return recognition
  const reply = await recognition.ask({ type: 'image', bitmap }, [bitmap])
  if (reply.type === 'failed') return { code: reply.code }
  return reply.type === 'read' ? { ...reply.scan.capture, source } : { code: 'mrz_not_found' }
}

/** What the page shows already: a camera frame, or a drawing. */
async function readShown(shown: HTMLVideoElement | HTMLImageElement, source: MrzCapture['source']) {
  const whole = await createImageBitmap(shown).catch(() => null)
  return whole ? recognise(await shrink(whole), source) : { code: 'mrz_image_unreadable' as const }
}

/** Reads the MRZ from a scanner's file. Codes: mrz_not_found, mrz_image_unreadable, mrz_image_too_large. */
export async function readMrzFile(file: File): Promise<PictureResult> {
  const picture = await openPicture(file)
  return 'code' in picture ? picture : recognise(picture, 'image')
}

/** The same for a picture of our own, given as a data URL (SVG included). */
export async function readMrzPicture(dataUrl: string): Promise<PictureResult> {
  const image = new Image()
  image.src = dataUrl
  await image.decode().catch(() => null)
  return readShown(image, 'image')
}

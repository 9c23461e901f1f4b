import type { FailureCode } from '../contract/failure.ts'
import type { LiveHint } from '../mrz/hint.ts'
import type { MrzWorkerReply } from '../mrz/worker-protocol.ts'
import type { MrzCapture } from '../contract/mrz.ts'
import type { TesseractPaths } from '../mrz/tesseract-recogniser.ts'
import type { WorkerQuestion } from './mrz-worker.ts'
import { openPicture, shrink } from './open-picture.ts'

export interface CameraReport {
  hint: LiveHint | 'starting' | 'reading' | 'done'
  /** Lines were found in the last frame: the outline turns steady. */
  steady: boolean
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never
interface Recognition {
  ask(question: WithoutId<WorkerQuestion>, transfer?: Transferable[]): Promise<MrzWorkerReply>
  stop(): void
}

function recogniserPaths(): TesseractPaths {
  // Where the build put what the workers load, however deep the page's own address is.
  const base = new URL(import.meta.env.BASE_URL, document.baseURI)
  const folder = (path: string) => new URL(`vendor/${path}`, base).href
  return { langPath: folder('mrz'), workerPath: folder('tesseract/worker.min.js'), corePath: folder('tesseract') }
}

/** One worker with its own recogniser; every question gets one answer, a crash included. */
function startRecognition(): Recognition {
  const worker = new Worker(new URL('./mrz-worker.ts', import.meta.url), { type: 'module' })
  const waiting = new Map<number, (reply: MrzWorkerReply) => void>()
  let lastId = 0
  worker.addEventListener('message', ({ data }: MessageEvent<MrzWorkerReply>) => {
    waiting.get(data.id)?.(data)
    waiting.delete(data.id)
  })
  worker.addEventListener('error', () => {
    for (const [id, resolve] of waiting) resolve({ id, type: 'failed', code: 'mrz_recogniser_unavailable' })
    waiting.clear()
  })
  return {
    ask: (question, transfer = []) =>
      new Promise((resolve) => {
        const id = ++lastId
        waiting.set(id, resolve)
        worker.postMessage({ ...question, id }, transfer)
      }),
    stop: () => worker.terminate(),
  }
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
  const recognition = startRecognition()
  let stopped = false
  watch.onReport({ hint: 'starting', steady: false })

  async function follow() {
    const started = await recognition.ask({ type: 'start', paths: recogniserPaths() })
    if (started.type === 'failed' && !stopped) return watch.onFailed(started.code)
    while (!stopped) {
      const bitmap = await createImageBitmap(video)
      const reply = await recognition.ask({ type: 'frame', bitmap }, [bitmap])
      if (!stopped) report(reply)
    }
  }
  function report(reply: MrzWorkerReply) {
    if (reply.type === 'read') {
      stopped = true
      recognition.stop()
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
      recognition.stop()
    },
  }
}

export type PictureResult = MrzCapture | { code: FailureCode }

async function recognise(bitmap: ImageBitmap, source: MrzCapture['source']): Promise<PictureResult> {
  const recognition = startRecognition()
  const started = await recognition.ask({ type: 'start', paths: recogniserPaths() })
  const reply = started.type === 'ready' ? await recognition.ask({ type: 'image', bitmap }, [bitmap]) : started
  recognition.stop()
  if (reply.type === 'failed') return { code: reply.code }
  return reply.type === 'read' ? { ...reply.scan.capture, source } : { code: 'mrz_not_found' }
}

/** What the page shows already: a frame, or a drawing of ours. */
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

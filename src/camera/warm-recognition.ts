import type { FailureCode } from '../contract/failure.ts'
import type { TesseractPaths } from '../mrz/tesseract-recogniser.ts'
import type { MrzWorkerReply } from '../mrz/worker-protocol.ts'
import type { WorkerQuestion } from './mrz-worker.ts'

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never
export interface Recognition {
  ask(question: WithoutId<WorkerQuestion>, transfer?: Transferable[]): Promise<MrzWorkerReply>
}

function recogniserPaths(): TesseractPaths {
  // Where the build put what the workers load, however deep the page's own address is.
  const base = new URL(import.meta.env.BASE_URL, document.baseURI)
  const folder = (path: string) => new URL(`vendor/${path}`, base).href
  return { langPath: folder('mrz'), workerPath: folder('tesseract/worker.min.js'), corePath: folder('tesseract') }
}

/** One worker with its own recogniser; every question gets one answer, a crash included, which `onCrash` hears of. */
function openWorker(onCrash: () => void): Recognition & { stop(): void } {
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
    onCrash()
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

let warm: Promise<Recognition | { code: FailureCode }> | null = null

async function start(): Promise<Recognition | { code: FailureCode }> {
  const forget = () => (warm = null)
  const worker = openWorker(forget)
  const started = await worker.ask({ type: 'start', paths: recogniserPaths() })
  if (started.type !== 'failed') return worker
  worker.stop()
  forget()
  return { code: started.code }
}

/**
 * The page's one worker, started at the first picture and kept for those that follow: its engines take longer to load than a
 * picture to read. It answers one question after another. One that crashed or did not start is opened again at the next picture.
 * Code: mrz_recogniser_unavailable.
 */
export function warmRecognition(): Promise<Recognition | { code: FailureCode }> {
  return (warm ??= start())
}

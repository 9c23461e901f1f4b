import type { QrQuestion } from './qr-worker.ts'

const pauseMs = 120
const longestSide = 1280

/** Reads QR codes from a playing video in a worker, frame by frame, until the returned function is called. */
export function startQrReader(video: HTMLVideoElement, onText: (text: string) => void): () => void {
  const worker = new Worker(new URL('./qr-worker.ts', import.meta.url), { type: 'module' })
  const wasmUrl = new URL('vendor/zxing/zxing_reader.wasm', document.baseURI).href
  let stopped = false

  async function ask() {
    if (stopped) return
    if (video.videoWidth === 0) return void setTimeout(ask, pauseMs)
    const scale = Math.min(1, longestSide / video.videoWidth)
    const bitmap = await createImageBitmap(video, { resizeWidth: Math.round(video.videoWidth * scale) })
    if (stopped) return bitmap.close()
    worker.postMessage({ bitmap, wasmUrl } satisfies QrQuestion, [bitmap])
  }
  worker.addEventListener('message', ({ data }: MessageEvent<string | null>) => {
    if (stopped) return
    if (data !== null) onText(data)
    setTimeout(() => void ask(), pauseMs)
  })
  void ask()
  return () => {
    stopped = true
    worker.terminate()
  }
}

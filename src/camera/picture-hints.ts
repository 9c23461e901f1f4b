import { assessPicture, type PictureHint } from './picture-statistics.ts'

export type { PictureHint } from './picture-statistics.ts'

const pauseMs = 250
const width = 96
const height = 72
/** Equal verdicts in a row before the hint changes, so that it does not flicker. */
const agreeing = 2

/** Watches a playing video and says what keeps the picture from being usable, until the returned function is called. */
export function watchPicture(video: HTMLVideoElement, onHint: (hint: PictureHint) => void): () => void {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  let last: PictureHint | null = null
  let seen = 0
  const timer = setInterval(() => {
    if (video.videoWidth === 0) return
    drawCropped(context, video)
    const hint = assessPicture(context.getImageData(0, 0, width, height).data, width, height)
    seen = hint === last ? seen + 1 : 1
    last = hint
    if (seen === agreeing) onHint(hint)
  }, pauseMs)
  return () => clearInterval(timer)
}

/** The middle of the frame, 4 by 3: nearly what the page shows of it. */
function drawCropped(context: CanvasRenderingContext2D, video: HTMLVideoElement): void {
  const { videoWidth, videoHeight } = video
  const scale = Math.min(videoWidth / width, videoHeight / height)
  const w = width * scale
  const h = height * scale
  context.drawImage(video, (videoWidth - w) / 2, (videoHeight - h) / 2, w, h, 0, 0, width, height)
}

import { createTesseractRecogniser } from '../mrz/tesseract-recogniser.ts'
import { createMrzResponder, type MrzWorkerRequest } from '../mrz/worker-protocol.ts'

type WithPicture = Extract<MrzWorkerRequest, { type: 'frame' | 'image' }>
/** A request whose picture still is a bitmap: its pixels are only unpacked here, off the page's thread. */
export type BitmapRequest = Omit<WithPicture, 'picture'> & { bitmap: ImageBitmap }
export type WorkerQuestion = Exclude<MrzWorkerRequest, WithPicture> | BitmapRequest

const answer = createMrzResponder(createTesseractRecogniser)

function unpack({ bitmap, id, type }: BitmapRequest): MrzWorkerRequest {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  // A drawing may be transparent: the paper is white.
  context.fillStyle = '#ffffff'
  context.fillRect(0, 0, bitmap.width, bitmap.height)
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  return { id, type, picture: context.getImageData(0, 0, canvas.width, canvas.height) }
}

self.addEventListener('message', ({ data }: MessageEvent<WorkerQuestion>) => {
  void answer('bitmap' in data ? unpack(data) : data).then((reply) => self.postMessage(reply))
})

import { openReaders } from '../mrz/readers.ts'
import { createMrzResponder, type MrzWorkerRequest } from '../mrz/worker-protocol.ts'

type WithPicture = Extract<MrzWorkerRequest, { type: 'frame' | 'image' }>
/** A request whose picture still is a bitmap: its pixels are only unpacked here, off the page's thread. */
export type BitmapRequest = Omit<WithPicture, 'picture'> & { bitmap: ImageBitmap }
export type WorkerQuestion = Exclude<MrzWorkerRequest, WithPicture> | BitmapRequest

/** A file of the page's own folder of models. */
async function load(folder: string, name: string): Promise<Uint8Array> {
  const response = await fetch(`${folder}/${name}`)
  if (!response.ok) throw new Error(`${name}: ${response.status}`)
  return new Uint8Array(await response.arrayBuffer())
}

const answer = createMrzResponder((paths) => openReaders(paths, (name) => load(paths.langPath, name)))

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

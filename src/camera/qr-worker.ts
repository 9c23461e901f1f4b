import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader'

/** A picture in, the text of the first QR code or Data Matrix in it out (null: none). */
export interface QrQuestion {
  bitmap: ImageBitmap
  wasmUrl: string
}

let prepared = false

async function read({ bitmap, wasmUrl }: QrQuestion): Promise<string | null> {
  if (!prepared) prepareZXingModule({ overrides: { locateFile: () => wasmUrl } })
  prepared = true
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height)
  const context = canvas.getContext('2d')!
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
  const image = context.getImageData(0, 0, canvas.width, canvas.height)
  const [found] = await readBarcodes(image, { formats: ['QRCode', 'DataMatrix'], maxNumberOfSymbols: 1 })
  return found?.isValid ? found.text : null
}

self.addEventListener('message', (event: MessageEvent<QrQuestion>) => {
  read(event.data).then(
    (text) => self.postMessage(text),
    () => self.postMessage(null),
  )
})

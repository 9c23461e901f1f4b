import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import sharp from 'sharp'
import { createWorker, OEM, PSM } from 'tesseract.js'
import type { Picture } from '../../src/mrz/picture.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<'
const widths = [30, 36, 44]

/** Folder of the stock English data (integer weights, made for tesseract.js). */
function stockFolder(): string {
  const root = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/eng/package.json'))
  return join(root, '4.0.0_best_int')
}

/** The last two or three lines that look like an MRZ, brought to its width. */
function mrzOf(text: string): string[] | null {
  const lines = text
    .split('\n')
    .map((line) => line.replace(/\s/g, ''))
    .filter((line) => line.length >= 24 && line.length <= 50)
  if (lines.length < 2) return null
  const last = lines.at(-1)!.length
  const width = widths.reduce((best, w) => (Math.abs(w - last) < Math.abs(best - last) ? w : best))
  return lines.slice(width === 30 ? -3 : -2).map((line) => line.slice(0, width).padEnd(width, '<'))
}

/** The baseline: tesseract.js with stock English data on the whole picture, page segmentation 6, characters restricted. */
export async function createStockReader(): Promise<{
  read: (picture: Picture) => Promise<string[] | null>
  close: () => Promise<void>
}> {
  const worker = await createWorker('eng', OEM.LSTM_ONLY, { langPath: stockFolder(), gzip: true, cacheMethod: 'none' })
  await worker.setParameters({
    tessedit_pageseg_mode: PSM.SINGLE_BLOCK,
    tessedit_char_whitelist: alphabet,
    user_defined_dpi: '300',
  })
  return {
    read: async ({ width, height, data }) => {
      const png = await sharp(data, { raw: { width, height, channels: 1 } })
        .png()
        .toBuffer()
      return mrzOf((await worker.recognize(png)).data.text)
    },
    close: async () => {
      await worker.terminate()
    },
  }
}

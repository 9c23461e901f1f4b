import type { FailureCode } from '../contract/failure.ts'
import { readPictureHead, type PictureHead } from './picture-head.ts'

/** The recogniser needs no more: a page at 300 dots per inch is 3,500 pixels high. */
const longestSide = 4000
const mostFileBytes = 60_000_000
/** A picture's size is read from its first bytes: this many hold the colour profiles and previews that may come before it. */
const headBytes = 1 << 20
/** Decoded, 160 MB: a page at 600 dots per inch. */
const mostPixels = 40_000_000

/** The bitmap, or itself made smaller: no side longer than the recogniser needs. */
export async function shrink(whole: ImageBitmap): Promise<ImageBitmap> {
  const scale = longestSide / Math.max(whole.width, whole.height)
  if (scale >= 1) return whole
  const bitmap = await createImageBitmap(whole, { resizeWidth: Math.max(1, Math.round(whole.width * scale)) })
  whole.close()
  return bitmap
}

/** A JPEG can be decoded at any number of eighths of its sides: the fewest that leave the recogniser what it needs. */
const eighthsNeeded = ({ width, height, scalable }: PictureHead) =>
  scalable && 'ImageDecoder' in globalThis ? Math.min(8, Math.ceil((8 * longestSide) / Math.max(width, height))) : 8

async function decodeEighths(file: Blob, { type, width, height }: PictureHead, eighths: number) {
  const desired = { desiredWidth: Math.ceil((width * eighths) / 8), desiredHeight: Math.ceil((height * eighths) / 8) }
  const decoder = new ImageDecoder({ type, data: file.stream(), ...desired })
  try {
    const { image } = await decoder.decode()
    const bitmap = await createImageBitmap(image)
    image.close()
    return bitmap
  } finally {
    decoder.close()
  }
}

/**
 * A scanner's file as a bitmap, no side over 4,000 pixels. Memory stays bounded whatever the file: a larger JPEG is made
 * smaller while it is decoded, another picture over 40 megapixels is refused before it is.
 * Codes: mrz_image_unreadable, mrz_image_too_large.
 */
export async function openPicture(file: Blob): Promise<ImageBitmap | { code: FailureCode }> {
  if (file.size > mostFileBytes) return { code: 'mrz_image_too_large' }
  const head = readPictureHead(await file.slice(0, headBytes).arrayBuffer())
  if (!head) return { code: 'mrz_image_unreadable' }
  const eighths = eighthsNeeded(head)
  if ((head.width * head.height * eighths ** 2) / 64 > mostPixels) return { code: 'mrz_image_too_large' }
  try {
    return await shrink(await (eighths < 8 ? decodeEighths(file, head, eighths) : createImageBitmap(file)))
  } catch {
    return { code: 'mrz_image_unreadable' }
  }
}

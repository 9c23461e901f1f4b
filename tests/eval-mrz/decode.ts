import sharp from 'sharp'
import { Failure } from '../../src/contract/failure.ts'
import type { Picture } from '../../src/mrz/picture.ts'

/** Largest side kept when a file is decoded; JPEG is shrunk while it is read, so that a huge scan costs little memory. */
const longestSide = 2400
const mostPixels = 400_000_000

/** Decodes an image file to a grey picture, turned as its EXIF says. Fails with `mrz_image_unreadable` or `mrz_image_too_large`. */
export async function decodePicture(file: string): Promise<Picture> {
  try {
    const { data, info } = await sharp(file, { limitInputPixels: mostPixels, failOn: 'error' })
      .autoOrient()
      .resize(longestSide, longestSide, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { width: info.width, height: info.height, data: new Uint8Array(data) }
  } catch (cause) {
    const large = cause instanceof Error && cause.message.includes('pixel limit')
    throw new Failure(large ? 'mrz_image_too_large' : 'mrz_image_unreadable', String(cause), { cause })
  }
}

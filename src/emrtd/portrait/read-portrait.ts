import { codeOf } from '../failure.ts'
import { parseDg2 } from '../lds/dg2.ts'
import { imageFormatOf, type ImageFormat } from './image-format.ts'
import { readImageSize } from './image-size.ts'

/** The encoded portrait as the chip holds it; width and height in pixels. */
export interface Portrait {
  readonly format: ImageFormat
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

/** First usable image of EF.DG2. A broken one never breaks a read: null then. */
export function readPortrait(dg2: Uint8Array): Portrait | null {
  for (const bytes of readImages(dg2)) {
    const format = imageFormatOf(bytes)
    const size = format === null ? null : readImageSize(format, bytes)
    if (format !== null && size !== null) return { format, bytes, width: size.width, height: size.height }
  }
  return null
}

function readImages(dg2: Uint8Array): Uint8Array[] {
  try {
    return parseDg2(dg2)
  } catch (error) {
    if (codeOf(error) === 'chip_data_malformed') return []
    throw error
  }
}

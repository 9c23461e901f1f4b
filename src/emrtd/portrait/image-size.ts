import type { ImageFormat } from './image-format.ts'

/** Width and height in pixels and number of colour components. */
export interface ImageSize {
  readonly width: number
  readonly height: number
  readonly components: number
  /** Tiles of a JPEG 2000 image; 1 for JPEG. */
  readonly tiles: number
}

const sizeReaders: Record<ImageFormat, (bytes: Uint8Array, view: DataView) => ImageSize | null> = {
  jpeg: readJpegSize,
  j2k: readCodestreamSize,
  jp2: (bytes) => {
    const at = findCodestream(bytes)
    return at === null ? null : readCodestreamSize(bytes, viewOf(bytes.subarray(at)))
  },
}

/** Size as the image's own header says, read without decoding; null when there is no header or it is cut off. */
export function readImageSize(format: ImageFormat, bytes: Uint8Array): ImageSize | null {
  return sizeReaders[format](bytes, viewOf(bytes))
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Start-of-frame markers C0…CF but DHT, JPG and DAC (ITU-T T.81 annex B). */
function readJpegSize(bytes: Uint8Array, view: DataView): ImageSize | null {
  for (let at = 2; at + 9 < bytes.length;) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), components: bytes[at + 9] ?? 0, tiles: 1 }
    }
    at += 2 + Math.max(2, view.getUint16(at + 2))
  }
  return null
}

/** SIZ marker segment (ISO/IEC 15444-1 §A.5.1), right after SOC. */
function readCodestreamSize(_bytes: Uint8Array, view: DataView): ImageSize | null {
  if (view.byteLength < 42 || view.getUint32(0) !== 0xff4fff51) return null
  const field = (index: number) => view.getUint32(8 + 4 * index)
  const [right, bottom, left, top] = [field(0), field(1), field(2), field(3)]
  const [tileWidth, tileHeight, tileLeft, tileTop] = [field(4), field(5), field(6), field(7)]
  if (right <= left || bottom <= top || tileWidth === 0 || tileHeight === 0) return null
  const tiles = Math.ceil((right - tileLeft) / tileWidth) * Math.ceil((bottom - tileTop) / tileHeight)
  return { width: right - left, height: bottom - top, components: view.getUint16(40), tiles }
}

/** Offset of the codestream's first marker in the contiguous codestream box (§I.5.4). */
function findCodestream(bytes: Uint8Array): number | null {
  const view = viewOf(bytes)
  for (let at = 0; at + 8 <= bytes.length;) {
    const length = view.getUint32(at)
    if (view.getUint32(at + 4) === 0x6a703263) return at + (length === 1 ? 16 : 8)
    if (length < 8) return null
    at += length
  }
  return null
}

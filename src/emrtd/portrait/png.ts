import { crc32, deflateSync } from 'node:zlib'
import { concat, fromAscii } from '../crypto/bytes.ts'

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
/** Colour types of PNG (ISO/IEC 15948 §11.2.2) by number of samples per pixel. */
const colourTypes: Record<number, number> = { 1: 0, 3: 2 }

/** Encodes 8-bit grey (1 sample) or RGB (3 samples) as PNG, for screens that know no JPEG 2000. */
export function encodePng(width: number, height: number, samples: 1 | 3, pixels: Uint8Array): Uint8Array {
  const row = width * samples
  if (pixels.length !== row * height) throw new RangeError('pixels do not fill the picture')
  const filtered = new Uint8Array((row + 1) * height)
  for (let y = 0; y < height; y++) filterRow(pixels, filtered, y, row, samples)
  const header = new DataView(new ArrayBuffer(13))
  header.setUint32(0, width)
  header.setUint32(4, height)
  header.setUint8(8, 8)
  header.setUint8(9, colourTypes[samples] ?? 0)
  return concat(
    signature,
    chunk('IHDR', new Uint8Array(header.buffer)),
    chunk('IDAT', deflateSync(filtered, { level: 3 })),
    chunk('IEND', new Uint8Array()),
  )
}

/** Filter "Sub": the difference from the pixel to the left, which photographs compress well with. */
function filterRow(pixels: Uint8Array, filtered: Uint8Array, y: number, row: number, samples: number): void {
  const to = y * (row + 1)
  filtered[to] = 1
  for (let x = 0; x < row; x++) {
    const left = x < samples ? 0 : (pixels[y * row + x - samples] ?? 0)
    filtered[to + 1 + x] = (pixels[y * row + x] ?? 0) - left
  }
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = concat(fromAscii(type), data)
  return concat(uint32(data.length), body, uint32(crc32(body)))
}

function uint32(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value)
}

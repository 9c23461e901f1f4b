import loadOpenJpeg, { type J2kDecoder, type OpenJpeg } from '@cornerstonejs/codec-openjpeg/decodewasmjs'
import { readImageSize } from './image-size.ts'
import { encodePng } from './png.ts'
import type { Portrait } from './read-portrait.ts'

/** A picture that a browser shows. */
export interface ShownPortrait {
  readonly mediaType: 'image/jpeg' | 'image/png'
  readonly bytes: Uint8Array
  readonly width: number
  readonly height: number
}

/** Portraits are some 0.2 megapixels; more than this is a hostile header asking for memory. */
const maxPixels = 4_000_000
const maxTiles = 256
const sycc = 3
const silent = { print: () => undefined, printErr: () => undefined }

let codec: Promise<OpenJpeg> | null = null

/** The portrait as JPEG (passed on) or PNG (decoded from JPEG 2000); null when it is broken, never a failure. */
export async function decodePortrait(portrait: Portrait): Promise<ShownPortrait | null> {
  const { format, bytes } = portrait
  const size = readImageSize(format, bytes)
  if (size === null || size.width * size.height > maxPixels || size.width * size.height === 0) return null
  const { width, height } = size
  if (format === 'jpeg') return { mediaType: 'image/jpeg', bytes: withoutTrailer(bytes), width, height }
  if (size.tiles > maxTiles || size.components > 4) return null
  const png = await decodeJpeg2000(bytes)
  return png === null ? null : { mediaType: 'image/png', bytes: png, width, height }
}

async function decodeJpeg2000(bytes: Uint8Array): Promise<Uint8Array | null> {
  codec ??= loadOpenJpeg(silent)
  const { J2KDecoder } = await codec
  try {
    const decoder = new J2KDecoder()
    decoder.getEncodedBuffer(bytes.length).set(bytes)
    decoder.decode()
    const png = encodeDecoded(decoder)
    decoder.delete()
    return png
  } catch {
    // whatever the compiled decoder throws, it is of no further use: the next portrait gets a fresh one
    codec = null
    return null
  }
}

/** The decoder does not throw on a broken image, it gives one of size 0 x 0. */
function encodeDecoded(decoder: J2kDecoder): Uint8Array | null {
  const { width, height, bitsPerSample, componentCount, isSigned } = decoder.getFrameInfo()
  const decoded = decoder.getDecodedBuffer()
  const bytesPerSample = bitsPerSample > 8 ? 2 : 1
  const count = width * height
  if (count === 0 || isSigned || decoded.length < count * componentCount * bytesPerSample) return null
  const samples = componentCount >= 3 ? 3 : 1
  const pixels = new Uint8Array(count * samples)
  for (let pixel = 0; pixel < count; pixel++) {
    for (let i = 0; i < samples; i++) {
      pixels[pixel * samples + i] = sampleAt(decoded, pixel * componentCount + i, bitsPerSample)
    }
  }
  if (samples === 3 && decoder.getColorSpace() === sycc) convertToRgb(pixels)
  return encodePng(width, height, samples, pixels)
}

/** One sample scaled to eight bits; wider ones are little-endian. */
function sampleAt(decoded: Uint8Array, index: number, bits: number): number {
  if (bits === 8) return decoded[index] ?? 0
  if (bits < 8) return Math.round(((decoded[index] ?? 0) * 255) / (2 ** bits - 1))
  return ((decoded[2 * index] ?? 0) + 256 * (decoded[2 * index + 1] ?? 0)) >> (bits - 8)
}

/** sYCC to sRGB, ITU-R BT.601 at full range. */
function convertToRgb(pixels: Uint8Array): void {
  for (let i = 0; i + 2 < pixels.length; i += 3) {
    const [y = 0, b = 0, r = 0] = pixels.subarray(i, i + 3)
    pixels[i] = clamp(y + 1.402 * (r - 128))
    pixels[i + 1] = clamp(y - 0.344136 * (b - 128) - 0.714136 * (r - 128))
    pixels[i + 2] = clamp(y + 1.772 * (b - 128))
  }
}

const clamp = (value: number) => Math.max(0, Math.min(255, Math.round(value)))

/** Bytes after the last end-of-image marker are padding. */
function withoutTrailer(bytes: Uint8Array): Uint8Array {
  for (let at = bytes.length - 2; at > 0; at--) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return bytes.subarray(0, at + 2)
  }
  return bytes
}

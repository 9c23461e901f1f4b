export type ImageFormat = 'jpeg' | 'jp2' | 'j2k'

/** First bytes: JPEG; JP2 signature box; JPEG 2000 codestream with SIZ (ISO/IEC 15444-1 annexes A and I). */
const signatures: Record<ImageFormat, readonly number[]> = {
  jpeg: [0xff, 0xd8, 0xff],
  jp2: [0, 0, 0, 0x0c, 0x6a, 0x50, 0x20, 0x20, 0x0d, 0x0a, 0x87, 0x0a],
  j2k: [0xff, 0x4f, 0xff, 0x51],
}
const formats = Object.keys(signatures) as ImageFormat[]
/** Headers of biometric records are shorter than this. */
const maxSearchBytes = 4096

/** Format by the first bytes, whatever the record around it declares; null when it is unknown here. */
export function imageFormatOf(bytes: Uint8Array): ImageFormat | null {
  return formats.find((format) => signatures[format].every((byte, i) => bytes[i] === byte)) ?? null
}

/** Offset of the first image in the first 4 KiB, or null. */
export function findImage(bytes: Uint8Array): number | null {
  const last = Math.min(bytes.length, maxSearchBytes)
  for (let at = 0; at < last; at++) if (imageFormatOf(bytes.subarray(at, at + 12)) !== null) return at
  return null
}

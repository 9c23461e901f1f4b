import { EmrtdFailure } from '../failure.ts'

/** ISO/IEC 9797-1 padding method 2 (7816-4): 80, then zeros up to a full block; always at least one byte. */
export function padIso(data: Uint8Array, blockLength: number): Uint8Array {
  const padded = new Uint8Array((Math.floor(data.length / blockLength) + 1) * blockLength)
  padded.set(data)
  padded[data.length] = 0x80
  return padded
}

/** Removes ISO/IEC 9797-1 padding method 2. Fails with `chip_secure_messaging_failed` when there is none. */
export function unpadIso(padded: Uint8Array): Uint8Array {
  let end = padded.length - 1
  while (end >= 0 && padded[end] === 0) end--
  if (end < 0 || padded[end] !== 0x80) throw new EmrtdFailure('chip_secure_messaging_failed', 'padding')
  return padded.subarray(0, end)
}

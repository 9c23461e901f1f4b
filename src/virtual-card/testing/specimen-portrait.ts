import { fromHex } from '../../emrtd/crypto/bytes.ts'
import type { Portrait } from '../document.ts'

/** Start of a baseline JPEG of 413 x 531 pixels: SOI, APP0, SOF0. */
const head = fromHex(
  'FFD8FFE000104A46494600010100000100010000' + 'FFC0000B08' + '0213' + '019D' + '01011100' + 'FFDA0008010100003F00',
)
const end = fromHex('FFD9')

/** A portrait of a given size in bytes: a JPEG's headers and filler, enough for everything but to be looked at. */
export function specimenPortrait(length: number): Portrait {
  const image = new Uint8Array(length).fill(0x55)
  image.set(head)
  image.set(end, length - end.length)
  return { image, codec: 'jpeg', widthPx: 413, heightPx: 531, encoding: 'ISO 19794-5' }
}

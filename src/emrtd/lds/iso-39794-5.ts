import { findImage } from '../portrait/image-format.ts'
import { parseTlvs, type Tlv } from '../tlv/tlv.ts'

/**
 * From the biometric data block down to the octets of each two-dimensional image (ISO/IEC 39794-5 annex A):
 * representation blocks, each with an image representation, base, 2D block, representation data.
 */
const path = [0xa1, 0x65, 0xa1, 0x30, 0xa1, 0xa0, 0xa0, 0x80]
const maxFaces = 8

/** Images of a FaceImageDataBlock in its wrapper A1, or without. Fails with `chip_data_malformed`. */
export function readFaceBlock(block: Uint8Array): Uint8Array[] {
  const found = descend(parseTlvs(block), block[0] === 0x65 ? path.slice(1) : path)
  const images = found.filter((image) => findImage(image) === 0)
  return images.slice(0, maxFaces)
}

function descend(nodes: readonly Tlv[], [tag, ...rest]: readonly number[]): Uint8Array[] {
  const here = nodes.filter((node) => node.tag === tag).slice(0, maxFaces)
  if (rest.length === 0) return here.map((node) => node.value)
  return here.flatMap((node) => descend(parseTlvs(node.value), rest))
}

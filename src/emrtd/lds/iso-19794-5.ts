import { EmrtdFailure } from '../failure.ts'
import { findImage } from '../portrait/image-format.ts'

/** "FAC" and a zero byte. */
const formatIdentifier = 0x46414300
const headerLength = 14
const faceHeaderLength = 20
const featurePointLength = 8
const imageHeaderLength = 12
const maxFaces = 8

/**
 * Images of a facial record (ISO/IEC 19794-5:2005 §5). Where its lengths do not lead to an image, the image is looked
 * for by its signature, since some issuers count wrongly. Fails with `chip_data_malformed`.
 */
export function readFaceRecord(record: Uint8Array): Uint8Array[] {
  const view = new DataView(record.buffer, record.byteOffset, record.byteLength)
  if (record.length < headerLength || view.getUint32(0) !== formatIdentifier) {
    throw new EmrtdFailure('chip_data_malformed', 'not a facial record')
  }
  const images: Uint8Array[] = []
  const count = Math.min(view.getUint16(12), maxFaces)
  for (let offset = headerLength, i = 0; i < count && offset + faceHeaderLength <= record.length; i++) {
    const blockLength = view.getUint32(offset)
    const start = offset + faceHeaderLength + view.getUint16(offset + 4) * featurePointLength + imageHeaderLength
    const end = Math.min(offset + blockLength, record.length)
    const stated = start < end ? record.subarray(start, end) : null
    const image = stated !== null && findImage(stated) === 0 ? stated : searchImage(record.subarray(offset))
    if (image !== null) images.push(image)
    offset += Math.max(blockLength, faceHeaderLength)
  }
  return images
}

function searchImage(bytes: Uint8Array): Uint8Array | null {
  const at = findImage(bytes)
  return at === null ? null : bytes.subarray(at)
}

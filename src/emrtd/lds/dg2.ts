import { findTlv, readTlv } from '../tlv/tlv.ts'
import { dataGroupValue, readFields, valuesOf } from './fields.ts'
import { readFaceRecord } from './iso-19794-5.ts'
import { readFaceBlock } from './iso-39794-5.ts'

const groupTemplate = 0x7f61
const instanceTemplate = 0x7f60
/** Biometric data blocks: 5F2E of ISO/IEC 19794-5, 7F2E (constructed) of ISO/IEC 39794-5. */
const recordTag = 0x5f2e
const blockTag = 0x7f2e

/**
 * Images of the faces in EF.DG2, in the chip's order (Doc 9303-10 §4.7.2): the encoded image as stored, with whatever
 * follows it. Fails with `chip_data_malformed`.
 */
export function parseDg2(bytes: Uint8Array): Uint8Array[] {
  const group = findTlv(readFields(dataGroupValue(bytes, 0x75)), groupTemplate)
  const instances = valuesOf(group === null ? [] : readFields(group.value), instanceTemplate)
  return instances.flatMap((instance) => {
    const fields = readFields(instance)
    const records = valuesOf(fields, recordTag).flatMap(readAnyFace)
    return [...records, ...valuesOf(fields, blockTag).flatMap(readFaceBlock)]
  })
}

/** Some documents put the ASN.1 of 39794-5 under the tag of 19794-5. */
function readAnyFace(value: Uint8Array): Uint8Array[] {
  return value[0] === 0xa1 || value[0] === 0x65 ? readFaceBlock(readTlv(value).raw) : readFaceRecord(value)
}

import { readTlv } from '../tlv/tlv.ts'
import { readPublicKey, type PublicKey } from '../pki/spki.ts'
import { dataGroupValue } from './fields.ts'

/** Active Authentication key of EF.DG15 (Doc 9303-10 §4.7.15); null when of a kind we do not know. Fails with `chip_data_malformed`. */
export function parseDg15(bytes: Uint8Array): PublicKey | null {
  return readPublicKey(readTlv(dataGroupValue(bytes, 0x6f)).raw)
}

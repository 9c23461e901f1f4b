import type { z } from 'zod'
import type { ReceiptPayload } from '../../contract/sync.ts'
import { signEs256 } from '../jose/jws.ts'
import type { PrivateKey } from '../keys/central-keys.ts'

/** Central's word that it has the packet; the station purges on it. Compact JWS, ES256. */
export function signReceipt(receipt: z.infer<typeof ReceiptPayload>, { kid, privateKey }: PrivateKey): string {
  return signEs256({ kid, typ: 'guichet-receipt+jwt' }, receipt, privateKey)
}

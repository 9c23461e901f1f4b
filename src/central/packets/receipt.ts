import type { z } from 'zod'
import type { ReceiptPayload } from '../../contract/protocol/packet-answers.ts'
import { signCompactJws } from '../../jose/sign-jws.ts'
import type { PrivateKey } from '../keys/key-port.ts'

/** Central's word that it has the packet; the station purges on it. Compact JWS, ES256. */
export function signReceipt(receipt: z.infer<typeof ReceiptPayload>, key: PrivateKey): string {
  return signCompactJws(key, { typ: 'guichet-receipt+jwt' }, receipt)
}

import { CompactSign } from 'jose'
import type { PacketPayload } from '../../src/contract/protocol/packet.ts'
import type { KeyPair } from './virtual-station.ts'

const given = {
  gate: 'chip_required',
  reason: 'chip_defective',
  text: 'La puce ne répond à aucun lecteur.',
} as const

/** The release of an unread chip in this very case, rightly signed by `key` in the name of `managerId`, whoever that is. */
export async function releasedBy(
  payload: PacketPayload,
  managerId: string,
  key: KeyPair,
): Promise<PacketPayload['overrides'][number]> {
  const claim = {
    session_id: payload.session_id,
    application_id: payload.application_id,
    enroller_id: payload.operator.operator_id,
    manager_id: managerId,
    ...given,
    given_at: payload.captured_at,
  }
  const signature = await new CompactSign(Buffer.from(JSON.stringify(claim)))
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ: 'guichet-override+jwt' })
    .sign(key.privateKey)
  return { ...given, managerId, givenAt: payload.captured_at, signature, manager_key: key.publicJwk }
}

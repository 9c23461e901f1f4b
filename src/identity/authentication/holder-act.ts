import type { DeviceProof } from '../../contract/identity/device.ts'
import type { HolderAct } from '../../contract/identity/holder.ts'
import { Failure } from '../../contract/failure.ts'
import type { Identity } from '../context.ts'
import { requireSession, type Sessions } from '../http/sessions.ts'
import { useNewestChallenge } from './challenges.ts'
import { heldDevice, isProvedLately, type Held } from './device-view.ts'
import { noteUse, verifyProof } from './devices.ts'

/** Whoever borrows an open phone sees nothing of it. Codes: device_unknown, device_proof_missing. */
export async function requireProved(identity: Identity, sessions: Sessions): Promise<Held> {
  const session = await requireSession(sessions, 'device')
  const held = await heldDevice(identity, session)
  if (!isProvedLately(identity, session.provedAt)) throw new Failure('device_proof_missing')
  return held
}

/** The device's key over the newest challenge for this purpose, once: a cookie alone does nothing. Code: device_proof_invalid. */
export async function requireProof(
  identity: Identity,
  { device }: Held,
  proof: DeviceProof,
  { purpose, detail = '' }: HolderAct & { detail?: string },
): Promise<void> {
  const challenge = await useNewestChallenge(identity, purpose, device.device_id)
  await noteUse(identity, device, await verifyProof(identity, device, proof, { purpose, challenge, detail }))
}

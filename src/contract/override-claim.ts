import { z } from 'zod'
import { OverridableGate, OverrideReason } from './decision.ts'
import { IsoTime } from './identity.ts'

/**
 * Payload of `Override.signature`: compact JWS, ES256 by the manager's key (`kid` its thumbprint, `typ:
 * "guichet-override+jwt"`). It binds the release to one session, one application and one enroller.
 */
export const OverrideClaim = z.strictObject({
  session_id: z.uuid(),
  application_id: z.uuid(),
  enroller_id: z.string(),
  manager_id: z.string(),
  gate: OverridableGate,
  reason: OverrideReason,
  text: z.string(),
  given_at: IsoTime,
})
export type OverrideClaim = z.infer<typeof OverrideClaim>

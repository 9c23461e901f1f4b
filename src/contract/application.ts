import { z } from 'zod'
import { Declared, IsoTime } from './identity.ts'

export const Channel = z.enum(['counter', 'home'])
export type Channel = z.infer<typeof Channel>

export const ApplicationStatus = z.enum(['open', 'verified', 'expired', 'cancelled', 'refused'])
export type ApplicationStatus = z.infer<typeof ApplicationStatus>

/** The citizen's application as central hands it to a station. */
export const Application = z.object({
  applicationId: z.uuid(),
  reference: z.string(),
  status: ApplicationStatus,
  channel: Channel,
  declared: Declared,
  /** Who typed it in, where an operator helped the citizen to apply; that operator may not verify it. */
  openedBy: z.string().nullable(),
  /** Person number of the operator whose own application this is; null for everybody else. */
  applicantOperatorId: z.string().nullable(),
  /** Who checked it before, where a review asked for a second visit with somebody else. */
  seenBy: z.array(z.string()).optional(),
  createdAt: IsoTime,
  expiresAt: IsoTime,
})
export type Application = z.infer<typeof Application>

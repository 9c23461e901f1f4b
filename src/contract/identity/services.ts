import { z } from 'zod'
import { IsoTime } from '../identity.ts'
import { PendingLogin } from './device.ts'

/** A service that has received something of the holder: who it is, what it was in all, since when, how often. */
export const OwnService = PendingLogin.pick({ service: true, hub: true, claims: true }).extend({
  service_id: z.string(),
  first_at: IsoTime,
  last_at: IsoTime,
  times: z.int(),
})
export type OwnService = z.infer<typeof OwnService>

/** A browser that is logged in: until when, and at which services no login is asked for again. */
export const OwnSession = z.object({
  session_id: z.string(),
  begun_at: IsoTime,
  ends_at: IsoTime,
  services: z.array(z.string()),
})
export type OwnSession = z.infer<typeof OwnSession>

/** What services received, and where the holder is logged in; the newest first. */
export const ServicesView = z.object({ services: z.array(OwnService), sessions: z.array(OwnSession) })
export type ServicesView = z.infer<typeof ServicesView>

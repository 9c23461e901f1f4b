import { z } from 'zod'
import { IsoTime } from '../identity.ts'

/** `name`: nobody has named themselves yet. */
export const LoginStage = z.enum(['name', 'waiting', 'approved', 'refused', 'expired'])
export type LoginStage = z.infer<typeof LoginStage>

/** What the login page shows; also what its long poll answers. */
export const LoginView = z.object({
  stage: LoginStage,
  /** Who asks: the service, and the hub that carries it where there is one. */
  service: z.string(),
  hub: z.string().nullable(),
  claims: z.array(z.string()),
  /** Hidden form of the address that this browser remembers, e.g. `c•••@example.fr`; null where it remembers none. */
  remembered: z.string().nullable(),
  /** Two digits to enter in the application; null unless `waiting`. */
  number: z.string().nullable(),
  expires_at: IsoTime.nullable(),
  /** Where to send the browser (a navigation, not a fetch) once approved. */
  continue_url: z.string().nullable(),
  /** Back to who asked, without having logged in; a navigation. */
  cancel_url: z.string(),
})
export type LoginView = z.infer<typeof LoginView>

/** Whoever is not known gets a number all the same, which nobody will ask for. */
export const LoginName = z.union([
  z.object({ email: z.email().max(254), remember: z.boolean() }),
  z.object({ remembered: z.literal(true) }),
])
export type LoginName = z.infer<typeof LoginName>

/** `seen`: the stage the page shows; the answer waits up to 20 s until it is another. */
export const LoginPoll = z.object({ seen: LoginStage.optional() })

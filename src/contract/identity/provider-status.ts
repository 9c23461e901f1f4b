import { z } from 'zod'

/** GET <issuer>/status: whether logins can begin now, for a machine that asks; nothing in it is about a person or a service. */
export const ProviderStatus = z.object({
  state: z.enum(['available', 'unavailable']),
  issuer: z.url(),
  /** When that was found; it is found anew at most once a second. */
  at: z.iso.datetime(),
  /** The keys by which answers are signed from now on, one for each algorithm. */
  signing: z.array(z.object({ kid: z.string(), alg: z.string() })),
})
export type ProviderStatus = z.infer<typeof ProviderStatus>

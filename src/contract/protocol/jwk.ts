import { z } from 'zod'

/** 32 bytes in base64url; the last letter holds four bits and no others, so that a key has one text and one thumbprint. */
const Coordinate = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/)

/** A public P-256 key (RFC 7517). Ids are RFC 7638 thumbprints. */
export const PublicJwk = z.object({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: Coordinate,
  y: Coordinate,
  kid: z.string().max(128).optional(),
  use: z.enum(['sig', 'enc']).optional(),
  alg: z.string().max(32).optional(),
})
export type PublicJwk = z.infer<typeof PublicJwk>

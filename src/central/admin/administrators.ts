import { createHash, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { PersonId } from '../../contract/operator.ts'

/** Who may open /admin, each by a token of their own, so that the audit says who and a second person is a second one. */
export type Administrator = { name: string; token: string }

const shortestToken = 16
const Entry = z.union([
  z
    .string()
    .min(shortestToken)
    .regex(/^[^:\s]+$/)
    .transform((token): Administrator => ({ name: 'administrator', token })),
  z
    .string()
    .regex(/^[^:\s]+:[^:\s]+$/)
    .transform((entry): Administrator => ({ name: entry.split(':')[0]!, token: entry.split(':')[1]! }))
    .pipe(z.object({ name: PersonId, token: z.string().min(shortestToken) })),
])

/**
 * `name:token name:token …`, or one token without a name. Names are those of people (`[a-z0-9-]{3,32}`); tokens have 16
 * characters at least; neither comes twice.
 */
export const Administrators = z
  .string()
  .transform((text) => text.trim().split(/\s+/))
  .pipe(z.array(Entry).min(1))
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'a name comes twice')
  .refine((all) => new Set(all.map(({ token }) => token)).size === all.length, 'a token comes twice')

/** Compares in constant time, whatever the lengths. */
export function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}

/** The owner of a token; every token is compared, so that the time taken tells nothing. */
export function whoseToken(administrators: readonly Administrator[], given: string): Administrator | null {
  return administrators.filter(({ token }) => isSameSecret(given, token))[0] ?? null
}

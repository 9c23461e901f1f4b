import { createHash, createPublicKey, type JsonWebKey } from 'node:crypto'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { serviceWrapping } from '../../contract/identity/service-scopes.ts'

/** Members that make a thumbprint (RFC 7638 §3.2), by type of key. */
const members: Record<string, readonly string[]> = { EC: ['crv', 'kty', 'x', 'y'], RSA: ['e', 'kty', 'n'] }
type Jwk = Record<string, unknown>

/** SHA-256, base64url. */
export function thumbprintOf(jwk: Jwk): string {
  const named = members[String(jwk['kty'])] ?? Object.keys(jwk).sort()
  const canonical = JSON.stringify(Object.fromEntries(named.map((one) => [one, jwk[one]])))
  return createHash('sha256').update(canonical).digest('base64url')
}

type WithKeys = { jwks?: { keys: Jwk[] } | undefined; key_ends?: Record<string, string> }

/** Client metadata with the keys that count at that time. */
export function keysAt<T extends Jwk>({ key_ends, ...metadata }: T & WithKeys, at: Date): Jwk {
  const { jwks } = metadata
  if (jwks === undefined || key_ends === undefined || Object.keys(key_ends).length === 0) return metadata
  const counts = (key: Jwk) => !(new Date(key_ends[thumbprintOf(key)] ?? Infinity) <= at)
  return { ...metadata, jwks: { keys: jwks.keys.filter(counts) } }
}

/** The parts of a private or symmetric key (RFC 7518 §6). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']
const leastModulusBits = 2048
const Key = z.looseObject({
  kty: z.enum(['EC', 'RSA']),
  kid: z.string().min(1).max(120),
  use: z.enum(['sig', 'enc']),
  alg: z.string(),
})
const Keys = z.object({ keys: z.array(Key).min(2).max(10) })
const algorithms = { sig: ['ES256', 'RS256'], enc: serviceWrapping } as const

/**
 * A JWKS as a service gives it to its administrators: public keys with kid, use and alg, each kid once, one at least to prove itself with and
 * one for `wrapped`. Code: request_invalid.
 */
export function parseKeys(given: unknown, wrapped: string): { keys: Jwk[] } {
  const parsed = Keys.safeParse(given)
  if (!parsed.success) throw new Failure('request_invalid', 'jwks')
  const { keys } = parsed.data
  const isPlain = (key: Jwk) => privateMembers.every((one) => !(one in key))
  const isOf = ({ use, alg }: z.infer<typeof Key>) => (algorithms[use] as readonly string[]).includes(alg)
  const isFit =
    keys.every((key) => isPlain(key) && isOf(key) && isUsable(key)) &&
    new Set(keys.map(({ kid }) => kid)).size === keys.length &&
    keys.some(({ use }) => use === 'sig') &&
    keys.some(({ use, alg }) => use === 'enc' && alg === wrapped)
  if (!isFit) throw new Failure('request_invalid', 'jwks')
  return { keys }
}

function isUsable(jwk: Jwk): boolean {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails } = createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' })
    if (asymmetricKeyType === 'rsa') return asymmetricKeyDetails!.modulusLength! >= leastModulusBits
    return asymmetricKeyDetails?.namedCurve === 'prime256v1'
  } catch {
    return false
  }
}

/**
 * New keys before old ones, for the first of a use is what answers are encrypted to; the old ones end then, or at once. A kid that
 * names another key already is none. Code: request_invalid.
 */
export function rotated(old: WithKeys, { keys }: { keys: Jwk[] }, oldUntil: Date | null, at: Date): Required<WithKeys> {
  const before = keysAt(old as Jwk & WithKeys, at)['jwks'] as { keys: Jwk[] }
  const fresh = new Set(keys.map(thumbprintOf))
  const left = oldUntil === null || oldUntil <= at ? [] : before.keys.filter((key) => !fresh.has(thumbprintOf(key)))
  const kids = new Set(keys.map((key) => key['kid']))
  if (left.some((key) => kids.has(key['kid']))) throw new Failure('request_invalid', 'kid')
  const endOf = (key: Jwk) => {
    const known = old.key_ends?.[thumbprintOf(key)]
    const until = oldUntil!.toISOString()
    return known !== undefined && known < until ? known : until
  }
  const key_ends = Object.fromEntries(left.map((key) => [thumbprintOf(key), endOf(key)]))
  return { jwks: { keys: [...keys, ...left] }, key_ends }
}

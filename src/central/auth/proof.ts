import { createHash } from 'node:crypto'
import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { PublicJwk } from '../../contract/protocol/jwk.ts'
import type { Db } from '../context.ts'
import { isSignedEs256, parseJson, parseJws, type Jws } from '../../jose/jws.ts'
import { publicKeyObject, thumbprintOf } from '../../jose/public-key.ts'
import { normalizeUrl } from '../http/origin.ts'
import { isFreshNonce } from './nonce.ts'

/** A verified DPoP proof: who holds which key. */
export type Proof = { thumbprint: string; publicJwk: PublicJwk; proofHash: string }

const Claims = z.object({
  jti: z.string().min(1).max(256),
  htm: z.string().max(16),
  htu: z.string().max(2048),
  nonce: z.string().max(128).optional(),
  ath: z.string().max(64).optional(),
  exp: z.number().optional(),
})

/** Members of a JWK that are secrets (RFC 7518 §6): a proof that carries one has given its key away (RFC 9449 §4.3). */
const secretMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k']

export type ProofContext = {
  method: string
  /** The URL asked for, without query. */
  url: string
  accessToken: string | null
  nonceSecret: Uint8Array
  now: Date
}

const maxProofLength = 4096
const proofLifeMs = 10 * 60_000

/**
 * Verifies a DPoP proof (RFC 9449 §4.3). Its age is judged by our nonce, so that a station with a wrong clock works, and by `exp`
 * where it has one.
 * Codes: proof_invalid, nonce_required (with a new nonce in the answer's DPoP-Nonce header).
 */
export function verifyProof(header: string | undefined, context: ProofContext): Proof {
  if (header === undefined || header.length > maxProofLength) throw new Failure('proof_invalid', 'DPoP header missing')
  const { claims, publicJwk } = readProof(header)
  if (claims.htm !== context.method) throw new Failure('proof_invalid', 'htm')
  if (normalizeUrl(claims.htu) !== context.url) throw new Failure('proof_invalid', `htu, expected ${context.url}`)
  if (context.accessToken !== null && claims.ath !== hashOf(context.accessToken, 'base64url')) {
    throw new Failure('proof_invalid', 'ath')
  }
  if (claims.exp !== undefined && claims.exp * 1000 <= context.now.getTime()) throw new Failure('proof_invalid', 'exp')
  const fresh = claims.nonce !== undefined && isFreshNonce(context.nonceSecret, claims.nonce, context.now)
  if (!fresh) throw new Failure('nonce_required')
  const thumbprint = thumbprintOf(publicJwk)
  return { thumbprint, publicJwk, proofHash: hashOf(`${thumbprint}.${claims.jti}`, 'hex') }
}

function readProof(proof: string): { claims: z.infer<typeof Claims>; publicJwk: PublicJwk } {
  const jws = parseJws(proof)
  const given = jws?.header['jwk']
  const jwk = PublicJwk.safeParse(given)
  const isSecret = jwk.success && secretMembers.some((member) => member in (given as object))
  if (isSecret) throw new Failure('proof_invalid', 'the proof contains a private key')
  const claims = Claims.safeParse(jws && parseJson(jws.payload))
  const wellFormed = jws?.header['typ'] === 'dpop+jwt' && jwk.success && claims.success
  if (!wellFormed) throw new Failure('proof_invalid', 'form')
  if (!isSigned(jws, jwk.data)) throw new Failure('proof_invalid', 'signature')
  return { claims: claims.data, publicJwk: jwk.data }
}

function isSigned(jws: Jws, jwk: PublicJwk): boolean {
  try {
    return isSignedEs256(jws, publicKeyObject(jwk))
  } catch {
    // The point is not on the curve.
    return false
  }
}

/** Refuses a proof or assertion that was used before (RFC 9449 §11.1). Code: proof_invalid. */
export async function useOnce(db: Db, hash: string, now: Date): Promise<void> {
  const isFirst = await takeOnce(db, hash, new Date(now.getTime() + proofLifeMs))
  if (!isFirst) throw new Failure('proof_invalid', 'used before')
}

/** Whether this is the first use of what `hash` stands for, in any instance; remembered until `expires_at`. */
export async function takeOnce(db: Db, hash: string, expires_at: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows: inserted } = await db
    .insertInto('used_proof')
    .values({ proof_hash: hash, expires_at })
    .onConflict((clash) => clash.column('proof_hash').doNothing())
    .executeTakeFirst()
  return inserted !== 0n
}

export function hashOf(text: string, encoding: 'hex' | 'base64url'): string {
  return createHash('sha256').update(text).digest(encoding)
}

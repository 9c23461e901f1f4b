import { createHash } from 'node:crypto'
import type { ReadEvidence } from '../contract/evidence.ts'

const challengeLength = 8

/** What a challenge of Active Authentication is made of: the case, random bytes of the station's, and central's nonce. */
export type ChallengeParts = { applicationId: string; salt: string; nonce: string }

/**
 * The challenge for INTERNAL AUTHENTICATE (Doc 9303-11 §6.1): the first 8 bytes of SHA-256 over the application's id, the salt (base64url)
 * and central's nonce, each followed by a line feed but the last (docs/protocol.md). Nobody can have asked a chip for it before the nonce was.
 */
export function activeAuthenticationChallenge({ applicationId, salt, nonce }: ChallengeParts): Uint8Array {
  const digest = createHash('sha256').update(`${applicationId}\n${salt}\n${nonce}`).digest()
  return new Uint8Array(digest.subarray(0, challengeLength))
}

/** A nonce as central remembers it. */
export type KnownNonce = { issuedAt: Date; isSpent: boolean }

/**
 * How new an answer of Active Authentication is. `unshown`: asked without a nonce, so it may be older than the visit. `contradicted`: the
 * challenge is not what the read says it was made of. `foreign`: central gave no such nonce to this station for this application.
 * `spent`: an earlier packet showed it. `old`: asked before it was given, or too long after.
 */
export type Freshness = 'none' | 'fresh' | 'unshown' | 'contradicted' | 'foreign' | 'spent' | 'old'

const hourMs = 3_600_000
/** Appointments are given a day and a half ahead; clocks of tablets differ a little. */
const lifeMs = { before: 5 * 60_000, after: 72 * hourMs }

/** `known`: what central remembers of a nonce that it gave to this station for this application; null where it gave none such. */
export function freshnessOf(
  { activeAuthentication: ran, at }: Pick<ReadEvidence, 'activeAuthentication' | 'at'>,
  applicationId: string,
  known: (nonce: string) => KnownNonce | null,
): Freshness {
  if (ran === null) return 'none'
  const { challenge, salt, nonce } = ran
  if (nonce === null) return 'unshown'
  const made = salt === null ? null : activeAuthenticationChallenge({ applicationId, salt, nonce })
  if (made === null || !Buffer.from(challenge, 'base64url').equals(made)) return 'contradicted'
  const given = known(nonce)
  if (given === null) return 'foreign'
  if (given.isSpent) return 'spent'
  const ageMs = Date.parse(at) - given.issuedAt.getTime()
  return ageMs < -lifeMs.before || ageMs > lifeMs.after ? 'old' : 'fresh'
}

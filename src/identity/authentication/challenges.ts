import { randomBytes } from 'node:crypto'
import { Failure } from '../../contract/failure.ts'
import type { ProofPurpose } from '../../contract/identity/device.ts'
import type { Identity } from '../context.ts'

type Core = Pick<Identity, 'db' | 'now'>
const lifeMs = 5 * 60_000

export const freshBytes = (): string => randomBytes(32).toString('base64url')

/** Fresh bytes for one proof, kept for five minutes. */
export async function makeChallenge({ db, now }: Core, purpose: ProofPurpose, subject: string) {
  const challenge = freshBytes()
  const expiresAt = new Date(now().getTime() + lifeMs)
  await db.insertInto('identity.challenge').values({ challenge, purpose, subject, expires_at: expiresAt }).execute()
  return { challenge, expiresAt }
}

/** Takes a challenge out, so that it counts once. Code: device_proof_invalid. */
export async function useChallenge({ db, now }: Core, purpose: ProofPurpose, subject: string, challenge: string) {
  const taken = await db
    .deleteFrom('identity.challenge')
    .where('challenge', '=', challenge)
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .returning('expires_at')
    .executeTakeFirst()
  if (taken === undefined || taken.expires_at <= now()) throw new Failure('device_proof_invalid', 'challenge')
}

/** Takes out whatever challenge is open for a subject: the newest, which the device was given last. Code: device_proof_invalid. */
export async function useNewestChallenge({ db, now }: Core, purpose: ProofPurpose, subject: string): Promise<string> {
  const taken = await db
    .deleteFrom('identity.challenge')
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .returning(['challenge', 'expires_at'])
    .execute()
  const newest = taken.sort((a, b) => b.expires_at.getTime() - a.expires_at.getTime())[0]
  if (newest === undefined || newest.expires_at <= now()) throw new Failure('device_proof_invalid', 'challenge')
  return newest.challenge
}

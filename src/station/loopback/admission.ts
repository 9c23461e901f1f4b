import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const codeLifeMs = 30_000

export interface Admission {
  /** A one-time code for the next thirty seconds; an earlier one counts no more. */
  newCode(): string
  /** The secret for the page that presents the code, once; null for any other code. A page admitted before is out. */
  exchange(code: string): string | null
  isAdmitted(secret: string): boolean
  /** Tells the secret of who is in without holding it, base64; null while nobody is. */
  admitted(): string | null
}

/**
 * Which page may speak to the station: one that presents the code in the owner's launcher file (30 s, once) gets a secret of its own
 * and keeps it for its reloads, also those for which another process answers (`before`, as `admitted` said it there). A code seen in a command line is used up by then; the secret stands in no address.
 */
export function createAdmission(nowMs: () => number, before: string | null = null): Admission {
  let code: { digest: Buffer; until: number } | null = null
  let admitted = before === null ? null : Buffer.from(before, 'base64')
  const fresh = () => randomBytes(32).toString('base64url')
  return {
    newCode() {
      const made = fresh()
      code = { digest: digestOf(made), until: nowMs() + codeLifeMs }
      return made
    },
    exchange(given) {
      const isRight = code !== null && timingSafeEqual(code.digest, digestOf(given)) && nowMs() < code.until
      if (!isRight) return null
      code = null
      const secret = fresh()
      admitted = digestOf(secret)
      return secret
    },
    admitted: () => admitted?.toString('base64') ?? null,
    isAdmitted: (secret) => admitted !== null && timingSafeEqual(admitted, digestOf(secret)),
  }
}

/** Compared by digest: strings of any length take the same time. */
const digestOf = (text: string) => createHash('sha256').update(text).digest()

import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

const codeLifeMs = 30_000

export interface Admission {
  /** A one-time code for the next thirty seconds; an earlier one counts no more. */
  newCode(): string
  /** The secret of the page that brings the code, once; null for any other code. Whoever came in before is out. */
  exchange(code: string): string | null
  isAdmitted(secret: string): boolean
}

/**
 * Who may speak to the station: a page that brings the code which the owner's launcher file holds (30 s, once) gets a secret of its own
 * and keeps it for its reloads. A code seen in a command line is used up by then; the secret stands in no address.
 */
export function createAdmission(nowMs: () => number): Admission {
  let code: { digest: Buffer; until: number } | null = null
  let admitted: Buffer | null = null
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
    isAdmitted: (secret) => admitted !== null && timingSafeEqual(admitted, digestOf(secret)),
  }
}

/** Compared by digest: strings of any length take the same time. */
const digestOf = (text: string) => createHash('sha256').update(text).digest()

/**
 * Codes that are guessed first: fewer than three different digits, a run up or down (wrapping at 9), or one pair or triple
 * repeated. The service refuses more (dates, codes that were sent): this only spares the way there.
 */
export function isTrivialSecret(secret: string): boolean {
  const digits = [...secret].map(Number)
  if (new Set(digits).size < 3) return true
  const steps = digits.slice(1).map((digit, index) => (digit - digits[index]! + 10) % 10)
  if (steps.every((step) => step === steps[0])) return true
  return [2, 3].some((length) => secret.slice(0, length).repeat(secret.length / length) === secret)
}

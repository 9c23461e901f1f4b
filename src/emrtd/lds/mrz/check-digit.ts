/** Weights of the characters under a check digit, over and over (Doc 9303-3 §4.9). */
export const weights: readonly number[] = [7, 3, 1]

/** Value of one MRZ character: digits as they are, A = 10 … Z = 35, filler 0; NaN for anything else. */
export function valueOf(char: string): number {
  if (char === '<') return 0
  return /^[0-9A-Z]$/.test(char) ? parseInt(char, 36) : NaN
}

/** Check digit over MRZ characters, weights 7-3-1 modulo 10, as one character (Doc 9303-3 §4.9). */
export function checkDigit(text: string): string {
  let sum = 0
  for (let i = 0; i < text.length; i++) sum += valueOf(text.charAt(i)) * (weights[i % 3] ?? 0)
  return String(sum % 10)
}

/** Whether a check digit cannot tell two characters apart: G from 6, S from 8, Z from 5 (their values differ by tens). */
export function weighAlike(a: string, b: string): boolean {
  return a !== b && valueOf(a) % 10 === valueOf(b) % 10
}

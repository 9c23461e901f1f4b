const weights = [7, 3, 1]

/** Value of one MRZ character: digits as they are, A = 10 … Z = 35, filler 0; NaN for anything else. */
function valueOf(char: string): number {
  if (char === '<') return 0
  return /^[0-9A-Z]$/.test(char) ? parseInt(char, 36) : NaN
}

/** Check digit over MRZ characters, weights 7-3-1 modulo 10, as one character (Doc 9303-3 §4.9). */
export function checkDigit(text: string): string {
  let sum = 0
  for (let i = 0; i < text.length; i++) sum += valueOf(text.charAt(i)) * (weights[i % 3] ?? 0)
  return String(sum % 10)
}

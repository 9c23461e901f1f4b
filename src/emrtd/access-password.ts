import { fromAscii } from './crypto/bytes.ts'
import { hash } from './crypto/hash.ts'

/** The three checked fields of the MRZ: number without check digit (fillers optional), dates as YYMMDD. */
export interface MrzPassword {
  readonly kind: 'mrz'
  readonly documentNumber: string
  readonly birthDate: string
  readonly expiryDate: string
}

/** The card access number printed on the document. */
export interface CanPassword {
  readonly kind: 'can'
  readonly can: string
}

export type AccessPassword = MrzPassword | CanPassword

/** Reference of the password in MSE:Set AT (Doc 9303-11 §4.4.4.1). */
export const passwordReferences: Record<AccessPassword['kind'], number> = { mrz: 1, can: 2 }

/** The secret K that the PACE password key is derived from: SHA-1 of the MRZ information, or the CAN's digits (§9.7.3). */
export function passwordSecret(password: AccessPassword): Uint8Array {
  return password.kind === 'can' ? fromAscii(password.can) : hash('sha1', fromAscii(mrzInformation(password)))
}

/** Number (at least nine characters), birth date and expiry date, each with its check digit (§4.3.2, §D.2). */
export function mrzInformation({ documentNumber, birthDate, expiryDate }: MrzPassword): string {
  const number = documentNumber.replace(/<+$/, '').padEnd(9, '<')
  return [number, birthDate, expiryDate].map((field) => field + checkDigit(field)).join('')
}

/** Check digit of Doc 9303-3 §4.9, weights 7-3-1; fillers and what is no MRZ character count nothing. */
function checkDigit(field: string): string {
  const weights = [7, 3, 1]
  const sum = Array.from(field).reduce((total, char, i) => total + characterValue(char) * (weights[i % 3] ?? 0), 0)
  return String(sum % 10)
}

function characterValue(char: string): number {
  return /[0-9A-Z]/.test(char) ? parseInt(char, 36) : 0
}

import { fromAscii } from './crypto/bytes.ts'
import { hash } from './crypto/hash.ts'
import { checkDigit } from './lds/mrz/check-digit.ts'

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

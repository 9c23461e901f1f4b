import type { DhGroupName } from './dh.ts'
import type { CurveName } from './ec.ts'

/** Standardised domain parameters of Doc 9303-11 §9.5.1, table 6, by their identifier. */
export const standardParameters: Readonly<Record<number, DhGroupName | CurveName>> = {
  0: 'rfc5114-1024-160',
  1: 'rfc5114-2048-224',
  2: 'rfc5114-2048-256',
  8: 'P-192',
  9: 'brainpoolP192r1',
  10: 'P-224',
  11: 'brainpoolP224r1',
  12: 'P-256',
  13: 'brainpoolP256r1',
  14: 'brainpoolP320r1',
  15: 'P-384',
  16: 'brainpoolP384r1',
  17: 'brainpoolP512r1',
  18: 'P-521',
}

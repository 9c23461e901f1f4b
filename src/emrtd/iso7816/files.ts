import type { ChipFileName } from '../chip-file-name.ts'

/** Where a file lies and how long it may be, in bytes. */
export interface ChipFile {
  readonly name: ChipFileName
  readonly identifier: number
  readonly shortIdentifier: number
  /** Many times what any issuer uses; bounds what a hostile card can make us read. */
  readonly maxLength: number
}

const kib = 1024

/** Doc 9303-10 §3.11 and §4.6-4.7. DG3 and DG4 are left out on purpose: this reader never selects biometric secrets. */
export const chipFiles: Record<ChipFileName, ChipFile> = {
  'EF.CardAccess': { name: 'EF.CardAccess', identifier: 0x011c, shortIdentifier: 0x1c, maxLength: 8 * kib },
  'EF.CardSecurity': { name: 'EF.CardSecurity', identifier: 0x011d, shortIdentifier: 0x1d, maxLength: 32 * kib },
  'EF.COM': { name: 'EF.COM', identifier: 0x011e, shortIdentifier: 0x1e, maxLength: kib },
  'EF.SOD': { name: 'EF.SOD', identifier: 0x011d, shortIdentifier: 0x1d, maxLength: 64 * kib },
  DG1: { name: 'DG1', identifier: 0x0101, shortIdentifier: 0x01, maxLength: kib },
  DG2: { name: 'DG2', identifier: 0x0102, shortIdentifier: 0x02, maxLength: 512 * kib },
  DG7: { name: 'DG7', identifier: 0x0107, shortIdentifier: 0x07, maxLength: 256 * kib },
  DG11: { name: 'DG11', identifier: 0x010b, shortIdentifier: 0x0b, maxLength: 64 * kib },
  DG12: { name: 'DG12', identifier: 0x010c, shortIdentifier: 0x0c, maxLength: 64 * kib },
  DG14: { name: 'DG14', identifier: 0x010e, shortIdentifier: 0x0e, maxLength: 32 * kib },
  DG15: { name: 'DG15', identifier: 0x010f, shortIdentifier: 0x0f, maxLength: 16 * kib },
}

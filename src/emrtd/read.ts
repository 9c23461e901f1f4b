/**
 * The reading half of the library: a card or reader behind a `Transceiver` in, a `ChipReading` out. What judges files
 * without a card is in verify.ts. The library needs node:crypto, and node:zlib for ZIP archives and PNG; it opens no
 * file, no socket and no clock of its own.
 */
export { readChip } from './read-chip.ts'
export { noHabits, type CardHabits } from './card-habits.ts'
export { isExtendedCommand } from './iso7816/apdu.ts'
export type { ChipFileName } from './chip-file-name.ts'
export type { ChipFileState, ChipProgress, ChipReading, ReadChipOptions } from './chip-reading.ts'
export type { AccessPassword, CanPassword, MrzPassword } from './access-password.ts'
export type { ChipCheck, ChipCheckName, Verdict } from './check.ts'
export type { RandomSource } from './crypto/random.ts'
export { codeOf, EmrtdFailure, emrtdFailureCodes, type EmrtdFailureCode } from './failure.ts'
export { decodePortrait, type ShownPortrait } from './portrait/decode-portrait.ts'
export type { Portrait } from './portrait/read-portrait.ts'
export type { Transceiver } from './transceiver.ts'
export type { ChipAuthenticationWitness } from './chip-auth/ask-witness.ts'

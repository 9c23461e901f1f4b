import type { MrzPassword } from '../access-password.ts'
import type { ChipCheck } from '../check.ts'
import type { Access } from '../access.ts'
import type { ChipFileName } from '../chip-file-name.ts'

/** INTERNAL AUTHENTICATE as it went: challenge and answer can be shown to anybody, a refusal only be told. */
export interface ActiveAuthenticationExchange {
  /** Eight bytes (Doc 9303-11 §6.1.2). */
  readonly challenge: Uint8Array
  /** The chip's signature; null when it refused. */
  readonly response: Uint8Array | null
  /** Status word of a refusal as four hex digits; null when it answered. */
  readonly status: string | null
  /** The answer would have needed extended length, which the link has not. */
  readonly needsExtendedLength: boolean
}

/**
 * What only who held the chip has seen: session keys prove it to one side and to nobody else. Whoever judges later leaves
 * it null, or puts here what it witnessed itself.
 */
export interface SeenByReader {
  readonly access: Access | null
  /** The outcome of Chip Authentication, by protocol alone; null when it was not run. */
  readonly chipAuthentication: ChipCheck | null
}

/** What was read and exchanged, as bytes: all that a third party needs to judge the chip again. */
export interface ChipEvidence {
  /** Files as read, byte for byte. */
  readonly files: ReadonlyMap<ChipFileName, Uint8Array>
  /** Images that were read and judged and are not kept; any other file that EF.SOD lists and is not here was withheld. */
  readonly imagesLeftOut: readonly ('DG2' | 'DG7')[]
  readonly activeAuthentication: ActiveAuthenticationExchange | null
  /** The MRZ as printed; null when it was not read. */
  readonly printedMrz: readonly string[] | null
  /** The MRZ fields that opened the chip; null when a CAN did. */
  readonly mrzKeys: MrzPassword | null
  readonly seen: SeenByReader | null
}

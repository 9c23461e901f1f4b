import type { CardHabits } from './card-habits.ts'

/**
 * All that reading a chip needs of a reader: one command APDU in, one response APDU out (data and status word).
 * PC/SC, a replayed transcript and the virtual card implement it alike.
 */
export interface Transceiver {
  /**
   * Sends one command APDU (ISO/IEC 7816-3 §12.1) and resolves to data || SW1 SW2.
   * Throws an `EmrtdFailure` with `chip_removed`, `chip_not_present`, `chip_timeout`, `reader_unplugged` or
   * `reader_fault`, or an error of the caller's own: it ends the read and comes through unchanged. An error of the
   * caller's own that has one of these as its `code` is understood as well.
   */
  transmit(command: Uint8Array): Promise<Uint8Array>
  /** Whether the reader passes extended-length APDUs; whether the card takes them is found out while reading. */
  readonly extendedLength: boolean
  /** Answer to reset, or null where there is none. */
  readonly atr: Uint8Array | null
  /**
   * Starts the card afresh, as taking it away and laying it down again would; left out where the reader cannot. Throws as
   * `transmit` does when the card is gone.
   */
  restart?(): Promise<void>
  /** What is known of cards of this kind; read, and written after a read that succeeded. */
  readonly habits?: CardHabits
}

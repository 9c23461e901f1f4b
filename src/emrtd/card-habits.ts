/**
 * What cards of one kind (by ATR) were found to dislike. The owner of the reader keeps one object for each kind and gives it
 * with the transceiver; a read that succeeds writes into it.
 */
export interface CardHabits {
  /** The link drops, or the card refuses, where a command or answer is longer than short form. */
  dislikesExtendedLength: boolean
  /** SELECT of the master file without its identifier is not answered. */
  dislikesImplicitSelect: boolean
  /** Reads beyond the end of a file end the session. */
  needsCareful: boolean
  /** Longest short read that was not refused, in bytes; null where none was. */
  shortLimit: number | null
}

/** The habits of a kind of card that was never read. */
export const noHabits = (): CardHabits => ({
  dislikesExtendedLength: false,
  dislikesImplicitSelect: false,
  needsCareful: false,
  shortLimit: null,
})

/** As the technical detail names them. */
export function describeHabits(habits: CardHabits): string[] {
  return [
    habits.dislikesExtendedLength ? 'short commands only' : '',
    habits.dislikesImplicitSelect ? 'master file by identifier' : '',
    habits.needsCareful ? 'length first' : '',
    habits.shortLimit === null ? '' : `at most ${habits.shortLimit} bytes a read`,
  ].filter((habit) => habit !== '')
}

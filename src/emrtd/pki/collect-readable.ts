import { codeOf } from '../failure.ts'

/** Reads each entry of a list, leaving out and counting the malformed ones: one odd certificate must not cost the rest. */
export function collectReadable<T>(
  entries: readonly Uint8Array[],
  read: (entry: Uint8Array) => T,
): { read: T[]; unreadableCount: number } {
  const results: T[] = []
  for (const entry of entries) {
    try {
      results.push(read(entry))
    } catch (error) {
      if (codeOf(error) !== 'chip_data_malformed') throw error
    }
  }
  return { read: results, unreadableCount: entries.length - results.length }
}

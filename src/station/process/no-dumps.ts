import { writeFileSync } from 'node:fs'

/**
 * Keeps this process's memory out of core files, and that of the processes it starts: what a dump holds is a mask of the kinds of
 * memory (core(5), "Controlling which mappings are written"), and none is chosen. Linux only; macOS and Windows write none unless told to.
 */
export function keepOutOfDumps(): void {
  if (process.platform !== 'linux') return
  try {
    writeFileSync('/proc/self/coredump_filter', '0')
  } catch {
    // A system without /proc or without core files has nothing to be kept from.
  }
}

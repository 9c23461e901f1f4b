import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Writes an owner-only file as a whole or not at all: under another name, to the disk, and only then under its own. A full disk or
 * a power cut leaves what was there before, or nothing.
 */
export function writeDurably(file: string, bytes: Uint8Array): void {
  const draft = `${file}.new`
  rmSync(draft, { force: true })
  try {
    const descriptor = openSync(draft, 'wx', 0o600)
    try {
      writeSync(descriptor, bytes)
      fsyncSync(descriptor)
    } finally {
      closeSync(descriptor)
    }
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
  renameDurably(draft, file)
}

/** The new name survives a power cut too. */
export function renameDurably(from: string, to: string): void {
  renameSync(from, to)
  // Windows has no descriptor of a folder to flush, and writes its names in a journal.
  if (process.platform === 'win32') return
  const folder = openSync(dirname(to), 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

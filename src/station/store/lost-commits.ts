import { closeSync, existsSync, openSync, readSync, fstatSync } from 'node:fs'
import type { Db } from './db.ts'

const headerBytes = 32
const frameHeaderBytes = 24

/**
 * Commits that stand in the write-ahead log but that SQLite left out when it opened the file, because a frame before them does not
 * check (file format, 4.4): it stops there without a word, and what was acknowledged is gone. Frames of the log's own salts count
 * only; those of an earlier round are no commits any more. A transaction that was being written when the power went has no commit
 * frame, or was never acknowledged: it counts where its last frame reached the disk before the others. 0 for a sound log.
 *
 * To be asked before the first read of the database, answered after it by `recovered`: the frames that SQLite took.
 */
export function readCommits(walFile: string): (recovered: number) => number {
  if (!existsSync(walFile)) return () => 0
  const file = openSync(walFile, 'r')
  try {
    const header = Buffer.alloc(headerBytes)
    if (readSync(file, header, 0, headerBytes, 0) < headerBytes) return () => 0
    const frameBytes = frameHeaderBytes + header.readUInt32BE(8)
    const salts = header.subarray(16, 24)
    const commits: number[] = []
    const frames = Math.floor((fstatSync(file).size - headerBytes) / frameBytes)
    const frame = Buffer.alloc(frameHeaderBytes)
    for (let index = 1; index <= frames; index += 1) {
      readSync(file, frame, 0, frameHeaderBytes, headerBytes + (index - 1) * frameBytes)
      const isCommit = frame.readUInt32BE(4) !== 0
      if (isCommit && frame.subarray(8, 16).equals(salts)) commits.push(index)
    }
    return (recovered) => commits.filter((index) => index > recovered).length
  } finally {
    closeSync(file)
  }
}

/** How many frames of the log SQLite counts as valid now. */
export function recoveredFrames(db: Db): number {
  const [answer] = db.pragma('wal_checkpoint(PASSIVE)') as { log: number }[]
  return Math.max(0, answer?.log ?? 0)
}

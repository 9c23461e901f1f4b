import { inflateRawSync } from 'node:zlib'
import { EmrtdFailure } from '../failure.ts'

const maxEntries = 10_000
const maxEntryBytes = 64 * 1024 * 1024
const maxTotalBytes = 256 * 1024 * 1024
const endSignature = 0x06054b50
const entrySignature = 0x02014b50

/**
 * Files in a ZIP archive, stored or deflated (PKWARE APPNOTE §4.3), found by the central directory. Enough for the
 * archives that master lists are published in. Fails with `chip_data_malformed`.
 */
export function readZip(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return readEntries(bytes, view)
  } catch (error) {
    throw error instanceof EmrtdFailure ? error : new EmrtdFailure('chip_data_malformed', 'ZIP', { cause: error })
  }
}

function readEntries(bytes: Uint8Array, view: DataView): Uint8Array[] {
  const end = findEnd(view)
  const count = view.getUint16(end + 10, true)
  if (count > maxEntries) throw new EmrtdFailure('chip_data_malformed', 'ZIP: too many entries')
  const files: Uint8Array[] = []
  let total = 0
  for (let i = 0, at = view.getUint32(end + 16, true); i < count; i++) {
    if (view.getUint32(at, true) !== entrySignature) throw new EmrtdFailure('chip_data_malformed', 'ZIP: directory')
    const file = readEntry(bytes, view, at)
    total += file.length
    if (total > maxTotalBytes) throw new EmrtdFailure('chip_data_malformed', 'ZIP: too large')
    if (file.length > 0) files.push(file)
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return files
}

function readEntry(bytes: Uint8Array, view: DataView, at: number): Uint8Array {
  const method = view.getUint16(at + 10, true)
  const length = view.getUint32(at + 20, true)
  const local = view.getUint32(at + 42, true)
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  const stored = bytes.subarray(start, start + length)
  if (method === 0) return stored
  if (method === 8) return inflateRawSync(stored, { maxOutputLength: maxEntryBytes })
  throw new EmrtdFailure('chip_data_malformed', 'ZIP: method')
}

/** The end record stands in the last 64 KiB, before an optional comment. */
function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at--) {
    if (view.getUint32(at, true) === endSignature) return at
  }
  throw new EmrtdFailure('chip_data_malformed', 'ZIP: no directory')
}

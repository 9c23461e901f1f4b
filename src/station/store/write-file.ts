import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { Failure } from '../../contract/failure.ts'
import { toStoreFailure } from './disk-errors.ts'

/**
 * Streams chunks into a new owner-only file; when it fails or is aborted no file remains. Returns the bytes written.
 * Codes: export_cancelled, export_target_unwritable, store_disk_full.
 */
export async function writeFileSafely(
  filePath: string,
  chunks: AsyncIterable<string | Uint8Array>,
  signal: AbortSignal,
): Promise<number> {
  const file = createWriteStream(filePath, { flags: 'w', mode: 0o600, flush: true })
  try {
    await pipeline(chunks, file, { signal })
    return file.bytesWritten
  } catch (error) {
    await rm(filePath, { force: true })
    if (signal.aborted) throw new Failure('export_cancelled')
    throw toExportFailure(error)
  }
}

function toExportFailure(error: unknown): unknown {
  const known = toStoreFailure(error)
  if (known instanceof Failure)
    return known.code === 'store_unwritable' ? new Failure('export_target_unwritable') : known
  const missing =
    error instanceof Error && 'code' in error && ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(error.code))
  return missing ? new Failure('export_target_unwritable', null, { cause: error }) : error
}

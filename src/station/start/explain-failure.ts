import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Failure, FailureEntry } from '../../contract/failure.ts'
import { toStoreFailure } from '../store/disk-errors.ts'

/** The failure that stopped a start. Codes: those of createStation, start_port_unusable, start_settings_invalid. */
export function toStartFailure(error: unknown): Failure {
  if (error instanceof Failure) return error
  if (error instanceof z.ZodError) {
    const names = error.issues.map(({ path }) => path.join('.')).join(', ')
    return new Failure('start_settings_invalid', names, { cause: error })
  }
  const { code, syscall, message } = error as NodeJS.ErrnoException
  if (syscall === 'listen') return new Failure('start_port_unusable', message, { cause: error })
  if (code === 'ERR_SOCKET_BAD_PORT') return new Failure('start_settings_invalid', message, { cause: error })
  const failure = toStoreFailure(error)
  if (failure instanceof Failure) return failure
  // A folder that cannot be made, for whatever reason: its parent is a file, or not there.
  return new Failure(syscall === 'mkdir' ? 'store_unwritable' : 'internal_error', message, { cause: error })
}

/**
 * A failure in words for somebody who has no screen of ours yet: title, and cause, remedy, code and technical detail
 * below each other. `folder` holds the texts (docs/failure-codes); `locale` is a BCP 47 tag, French or else English.
 */
export function explainFailure(failure: Failure, folder: string, locale: string): { title: string; text: string } {
  const technical = failure.detail === null ? failure.code : `${failure.code}: ${failure.detail}`
  const entry = findEntry(failure.code, folder)
  if (entry === null) return { title: 'Guichet', text: technical }
  const { title, cause, remedy } = entry[locale.startsWith('fr') ? 'fr' : 'en']
  return { title, text: [cause, remedy, `(${technical})`].join('\n') }
}

/** Null where the texts are missing or damaged: an installation that is broken must still say its code. */
function findEntry(code: string, folder: string): FailureEntry | null {
  try {
    for (const file of readdirSync(folder)) {
      const entries = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record<string, unknown>
      if (Object.hasOwn(entries, code)) return FailureEntry.parse(entries[code])
    }
  } catch {
    // Answered as missing.
  }
  return null
}

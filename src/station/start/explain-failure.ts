import { z } from 'zod'
import { Failure } from '../../contract/failure.ts'
import { textsIn } from '../../texts/texts-in.ts'
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
 * A failure in words for somebody who sees no screen of the kiosk yet: title, and cause, remedy, code and technical detail
 * below each other. `locale` is a BCP 47 tag, French or else English.
 */
export function explainFailure({ code, detail }: Failure, locale: string): { title: string; text: string } {
  const say = textsIn(locale.startsWith('fr') ? 'fr' : 'en')
  const technical = detail === null ? code : `${code}: ${detail}`
  const lines = [say(`failures:${code}.cause`), say(`failures:${code}.remedy`), `(${technical})`]
  return { title: say(`failures:${code}.title`), text: lines.join('\n') }
}

import { join } from 'node:path'
import { destination, multistream, pino, type Logger } from 'pino'
import { openRotatingFile } from './rotating-file.ts'

const limits = { maxBytes: 1_000_000, files: 5 }

/** Where the log of a station with this data folder lies. */
export const logFolderOf = (dataFolder: string) => join(dataFolder, 'logs')

/**
 * What the station did and what went wrong inside, for support: one line of JSON each, in five files of a megabyte in the data
 * folder. Never given anything personal. `toStandardError` as well where somebody reads it: an application of Windows has
 * none, and writing to it fails.
 */
export function createTechnicalLog(dataFolder: string, { toStandardError }: { toStandardError: boolean }): Logger {
  const file = { level: 'info' as const, stream: openRotatingFile(logFolderOf(dataFolder), 'station', limits) }
  const screen = toStandardError ? [{ level: 'warn' as const, stream: destination(2) }] : []
  return pino({ level: 'info', base: null }, multistream([file, ...screen]))
}

import { destination, pino, type Logger } from 'pino'

/** What went wrong inside, for support: one line of JSON each on standard error. Never given anything personal. */
export function createTechnicalLog(): Logger {
  return pino({ name: 'station', level: 'warn' }, destination(2))
}

import { codeOf } from './failure.ts'

/** What hostile or odd bytes make fail becomes an answer; any other error is ours and goes on. */
export function orIfMalformed<T, U>(run: () => T, otherwise: U): T | U {
  try {
    return run()
  } catch (error) {
    if (codeOf(error) === 'chip_data_malformed') return otherwise
    throw error
  }
}

import { codeOf } from './failure.ts'

/** Turns a failure caused by malformed bytes into an answer; any other error is a bug and is thrown on. */
export function orIfMalformed<T, U>(run: () => T, otherwise: U): T | U {
  try {
    return run()
  } catch (error) {
    if (codeOf(error) === 'chip_data_malformed') return otherwise
    throw error
  }
}

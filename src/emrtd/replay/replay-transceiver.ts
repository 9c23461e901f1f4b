import { EmrtdFailure } from '../failure.ts'
import { fromHex, toHex } from '../crypto/bytes.ts'
import type { Transceiver } from '../transceiver.ts'

/** One recorded exchange, both APDUs in hex. */
export interface Exchange {
  readonly command: string
  readonly response: string
}

/** A replayed card, and how many of its exchanges have been played. */
export interface ReplayTransceiver extends Transceiver {
  readonly played: () => number
}

/**
 * Answers with a recorded transcript, in order, as long as the commands are the recorded ones byte for byte. Fails
 * with `reader_fault` on any other command and with `chip_removed` at the end.
 */
export function replayTransceiver(exchanges: readonly Exchange[]): ReplayTransceiver {
  let next = 0
  return {
    extendedLength: true,
    atr: null,
    played: () => next,
    async transmit(command) {
      const exchange = exchanges[next]
      if (exchange === undefined) throw new EmrtdFailure('chip_removed', 'end of transcript')
      if (toHex(command) !== exchange.command.toLowerCase())
        throw new EmrtdFailure('reader_fault', `exchange ${next} differs`)
      next += 1
      return fromHex(exchange.response)
    },
  }
}

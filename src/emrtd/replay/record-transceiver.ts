import { toHex } from '../crypto/bytes.ts'
import type { Transceiver } from '../transceiver.ts'
import type { Exchange } from './replay-transceiver.ts'

/** Keeps every exchange for `replayTransceiver`. For specimens only: a transcript holds what the chip holds. */
export function recordTransceiver(inner: Transceiver, exchanges: Exchange[]): Transceiver {
  return {
    extendedLength: inner.extendedLength,
    atr: inner.atr,
    async transmit(command) {
      const response = await inner.transmit(command)
      exchanges.push({ command: toHex(command), response: toHex(response) })
      return response
    },
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { VirtualCard } from '../../virtual-card/card.ts'
import type { Transceiver } from '../../emrtd/read.ts'
import { Failure } from '../../contract/failure.ts'
import { createChanges } from '../reader/chip-reader-changes.ts'
import type { ChipReader } from '../reader/chip-reader.ts'

export interface SimulatedChipReader extends ChipReader {
  /** Lays a specimen's chip on the reader; null takes away what lies there. */
  present(card: VirtualCard | null): void
}

/** Contactless links run at 424 kbit/s; trainees shall see a read take the time it takes. Milliseconds a byte. */
const linkMsPerByte = 8 / 424

/** Training mode's reader: the virtual card in this process, at the speed of a real link. */
export function createSimulatedChipReader(): SimulatedChipReader {
  const changes = createChanges()
  let card: VirtualCard | null = null
  return {
    status: () => ({ state: 'simulated', name: null }),
    onChange: changes.onChange,
    present(next) {
      card?.remove()
      card = next
      changes.tell()
    },
    async withDocument(signal, use) {
      const lying = await untilPresent(() => card, changes.onChange, signal)
      lying.reset()
      return use(slowedDown(lying))
    },
    stop: async () => {},
  }
}

function slowedDown(card: VirtualCard): Transceiver {
  return {
    extendedLength: card.extendedLength,
    atr: card.atr,
    async transmit(command) {
      const answer = await card.transmit(command)
      await sleep((command.length + answer.length) * linkMsPerByte)
      return answer
    },
  }
}

/** Resolves with what `look` finds, now or after a change. Code when aborted: chip_read_cancelled. */
function untilPresent<T>(look: () => T | null, onChange: ChipReader['onChange'], signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = () => {
      stopListening()
      signal.removeEventListener('abort', cancel)
    }
    const cancel = () => {
      end()
      reject(new Failure('chip_read_cancelled'))
    }
    const check = () => {
      const found = look()
      if (found === null) return
      end()
      resolve(found)
    }
    const stopListening = onChange(check)
    if (signal.aborted) return cancel()
    signal.addEventListener('abort', cancel)
    check()
  })
}

import { setTimeout as sleep } from 'node:timers/promises'
import type { VirtualCard } from '../../virtual-card/card.ts'
import type { Transceiver } from '../../emrtd/read.ts'
import { Failure } from '../../contract/failure.ts'
import { createChanges } from '../reader/chip-reader-changes.ts'
import type { ChipReader } from '../reader/chip-reader.ts'

export interface SimulatedChipReader extends ChipReader {
  /** Lays a specimen's chip on the reader; null takes away what lies there. */
  present(card: VirtualCard | null): void
  /** Takes the document away in the middle of the next read, once. */
  pullNext(): void
}

/** Contactless links run at 424 kbit/s; trainees shall see a read take the time it takes. Milliseconds a byte. */
const linkMsPerByte = 8 / 424

/** So many commands open the chip and begin its files: then it is pulled. */
const commandsBeforePull = 12

/** Training mode's reader: the virtual card in this process, at the speed of a real link. */
export function createSimulatedChipReader(): SimulatedChipReader {
  const changes = createChanges()
  let card: VirtualCard | null = null
  let isPulled = false
  const present = (next: VirtualCard | null) => {
    card?.remove()
    card = next
    changes.tell()
  }
  return {
    status: () => ({ state: 'simulated', name: null }),
    onChange: changes.onChange,
    present,
    pullNext: () => {
      isPulled = true
    },
    async withDocument(signal, use) {
      const lying = await untilPresent(() => card, changes.onChange, signal)
      lying.reset()
      const pullAfter = isPulled ? commandsBeforePull : Infinity
      isPulled = false
      return use(slowedDown(lying, pullAfter, () => present(null)))
    },
    stop: async () => {},
  }
}

function slowedDown(card: VirtualCard, pullAfter: number, pull: () => void): Transceiver {
  let sent = 0
  return {
    extendedLength: card.extendedLength,
    atr: card.atr,
    restart: () => card.restart(),
    async transmit(command) {
      sent += 1
      if (sent > pullAfter) pull()
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

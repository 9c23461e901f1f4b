import { createHmac, timingSafeEqual } from 'node:crypto'
import { closeSync, constants, existsSync, openSync, readFileSync, writeSync } from 'node:fs'

/** One short line beside the database, sealed with a key made of the database's: what the database says of itself cannot show its own end missing. */
export interface SealedNote {
  /** Null where there is none yet; `damaged` where it is not what was written with this key. */
  read(): string | null | 'damaged'
  /**
   * In place and without waiting for the disk: what it speaks of is on the disk already, so that after a power cut it can only be
   * behind. A disk that takes nothing leaves it behind too.
   */
  write(text: string): void
  close(): void
}

const lineBytes = 256

/** @param file its path; owner-only. @param key the database's, 32 bytes. */
export function openSealedNote(file: string, key: Uint8Array): SealedNote {
  const macKey = createHmac('sha256', key).update('guichet sealed note').digest()
  const macOf = (text: string) => createHmac('sha256', macKey).update(text).digest('hex')
  let descriptor: number | null = null
  return {
    read() {
      if (!existsSync(file)) return null
      const line = readFileSync(file, 'latin1').trimEnd()
      if (line === '') return null
      const [mac, text = ''] = [line.slice(0, 64), line.slice(65)]
      const isOurs = mac.length === 64 && timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(text)))
      return isOurs ? text : 'damaged'
    },
    write(text) {
      try {
        descriptor ??= openSync(file, constants.O_CREAT | constants.O_RDWR, 0o600)
        writeSync(descriptor, `${`${macOf(text)} ${text}`.padEnd(lineBytes - 1)}\n`, 0, 'latin1')
      } catch {
        // Behind is allowed; see above.
      }
    },
    close() {
      if (descriptor !== null) closeSync(descriptor)
      descriptor = null
    },
  }
}

import type { CipherName } from '../crypto/cipher-suite.ts'

/** Keys of one session; both are overwritten by `wipe`. */
export interface SessionKeys {
  readonly cipher: CipherName
  readonly ksEnc: Uint8Array
  readonly ksMac: Uint8Array
}

/** A session that goes on elsewhere: its keys, and the send sequence counter as it stands. */
export interface HandedSession extends SessionKeys {
  readonly counter: bigint
}

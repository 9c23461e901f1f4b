import type { PublicJwk } from '../../contract/sync.ts'

/** Wraps small secrets for rest: Electron's safeStorage, a key file with owner-only rights, or a passphrase. */
export interface KeyWrap {
  wrap(plain: Uint8Array): Uint8Array
  unwrap(wrapped: Uint8Array): Uint8Array
}

/** ES256 by a key that is in memory now. */
export interface Signer {
  readonly kid: string
  readonly publicJwk: PublicJwk
  /** Signature of 64 bytes, r || s (RFC 7518 §3.4). */
  sign(data: Uint8Array): Uint8Array
}

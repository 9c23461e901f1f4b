/** What opens the database's key: nothing but its file's rights, the system's key store, or a passphrase. */
export type KeyKeeper = 'none' | 'system' | 'passphrase'

/** Wraps small secrets for rest: Electron's safeStorage, a key file with owner-only rights, or a passphrase. */
export interface KeyWrap {
  wrap(plain: Uint8Array): Uint8Array | Promise<Uint8Array>
  unwrap(wrapped: Uint8Array): Uint8Array | Promise<Uint8Array>
}

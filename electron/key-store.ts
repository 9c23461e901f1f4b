import { safeStorage } from 'electron'
import { Failure } from '../src/contract/failure.ts'
import type { KeyWrap } from '../src/station/keys/port.ts'

/**
 * The database key under the operating system's key store (DPAPI, Keychain, libsecret). Where Linux has none, Electron
 * falls back to a fixed password (`basic_text`): that is refused, and the caller takes the key file instead.
 */
export function systemKeyWrap(): KeyWrap | null {
  if (!safeStorage.isEncryptionAvailable()) return null
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return null
  return {
    wrap: (key) => safeStorage.encryptString(Buffer.from(key).toString('base64')),
    unwrap: (wrapped) => {
      try {
        return Buffer.from(safeStorage.decryptString(Buffer.from(wrapped)), 'base64')
      } catch {
        throw new Failure('store_keyring_unavailable', 'it does not open the key')
      }
    },
  }
}

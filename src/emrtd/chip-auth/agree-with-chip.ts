import { wipe } from '../crypto/bytes.ts'
import { generateKeyPair } from '../crypto/group.ts'
import { deriveKey } from '../crypto/kdf.ts'
import type { RandomSource } from '../crypto/random.ts'
import type { SessionKeys } from '../secure-messaging/session-keys.ts'
import type { ChipAuthenticationChoice } from './rank-chip-auth.ts'

/** An ephemeral public key for the chip, and the session keys that only the chip can agree to it (Doc 9303-11 §6.2.2). */
export function agreeWithChip(
  { info, key }: ChipAuthenticationChoice,
  random: RandomSource,
): { readonly publicKey: Uint8Array; readonly keys: SessionKeys } {
  const { group } = key
  const pair = generateKeyPair(group, group.generator, random)
  const secret = group.agree(pair.privateKey, group.decode(key.publicKey))
  const { cipher } = info
  const keys = { cipher, ksEnc: deriveKey(secret, 'enc', cipher), ksMac: deriveKey(secret, 'mac', cipher) }
  wipe(secret)
  return { publicKey: group.encode(pair.publicKey), keys }
}

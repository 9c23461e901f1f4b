import { createSecretKey, type KeyObject } from 'node:crypto'

const known = new WeakMap<Uint8Array, KeyObject>()

/** A secret in the form node:crypto takes without ado: given as bytes, it costs more to take in than to compute with. */
export function secretKeyOf(secret: Uint8Array): KeyObject {
  const key = known.get(secret) ?? createSecretKey(secret)
  known.set(secret, key)
  return key
}

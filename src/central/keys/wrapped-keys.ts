import { createPrivateKey } from 'node:crypto'
import { Failure } from '../../contract/failure.ts'
import { PublicJwk } from '../../contract/protocol/jwk.ts'
import { signEs256 } from '../../jose/es256.ts'
import { agreementOf } from '../../jose/jwe.ts'
import { makePrivateKey } from '../../jose/private-key.ts'
import { thumbprintOf } from '../../jose/public-key.ts'
import { jwkMembers, type KeyPort, type KeyPurpose, type StoredPair } from './key-port.ts'
import { plainMark, unwrap, wrap, wrappedMark } from './wrapping.ts'

/** 32 bytes that encrypt keys at rest; null stores them plain, for training and tests. `none`: the authority's stay locked. */
export type Wrapping = { online: Uint8Array | null; authority: Uint8Array | null | 'none' }

/** Code: store_key_wrong (the authority's key is locked). */
export function wrapKeyFor({ online, authority }: Wrapping, purpose: KeyPurpose | 'secret'): Uint8Array | null {
  if (purpose !== 'authority') return online
  if (authority === 'none') throw new Failure('store_key_wrong', 'the authority key is locked')
  return authority
}

/** Pairs in the table itself, encrypted under keys that are nowhere in it; in memory while central runs. */
export function wrappedKeys(wrapping: Wrapping): KeyPort {
  return {
    holds: (stored) => stored.startsWith(plainMark) || stored.startsWith(wrappedMark),
    unlocked: (purpose) => purpose !== 'authority' || wrapping.authority !== 'none',
    make(purpose) {
      const jwk = makePrivateKey().export({ format: 'jwk' })
      const kid = thumbprintOf(PublicJwk.parse(jwk))
      return { kid, purpose, private_key: wrap(JSON.stringify(jwk), wrapKeyFor(wrapping, purpose)) }
    },
    open: (pair, createdAt) => ({ ...importPair(pair, wrapping), createdAt }),
    discard: () => undefined,
  }
}

function importPair({ kid, purpose, private_key }: StoredPair, wrapping: Wrapping) {
  const jwk = JSON.parse(unwrap(private_key, purpose, wrapKeyFor(wrapping, purpose))) as Record<string, string>
  const publicJwk = PublicJwk.parse({ ...jwk, kid, ...jwkMembers[purpose] })
  if (thumbprintOf(publicJwk) !== kid)
    throw new Failure('store_key_wrong', `another ${purpose} key under the name of ours`)
  const key = createPrivateKey({ key: jwk, format: 'jwk' })
  return { kid, publicJwk, sign: (data: Uint8Array) => signEs256(data, key), agree: agreementOf(key) }
}

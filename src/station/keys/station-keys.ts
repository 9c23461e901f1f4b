import type { KeyObject } from 'node:crypto'
import { PublicJwk } from '../../contract/protocol/jwk.ts'
import { makePrivateKey, publicJwkOf, readPrivateKey, writePrivateKey } from '../../jose/private-key.ts'
import { signerOf } from '../../jose/signer.ts'
import type { Signer } from '../../jose/signer.ts'
import type { Store } from '../store/open-store.ts'

export interface StationKeys {
  /** The key that signs packets, tokens and the audit log now. */
  signer(): Signer
  /** Key to which central encrypts appointments. */
  encryptionKey(): KeyObject
  encryptionPublicJwk(): PublicJwk
  /** The next signing key; the same one again when an earlier rotation was cut short. */
  prepareNext(): Signer
  /** The next key becomes the current one, once central knows it. */
  promoteNext(): Signer
  /** Every signing key this station ever had, for its audit log. */
  signingHistory(): PublicJwk[]
}

type Use = 'sig' | 'enc'

/** The station's keys, in the encrypted store; made on the first start. */
export function createStationKeys(store: Store, now: () => Date): StationKeys {
  const { db } = store
  const insert = db.prepare(`INSERT INTO station_keys (kid, use, private_pkcs8, public_jwk, state, created_at)
      VALUES (?, ?, ?, ?, ?, ?)`)
  const select = db.prepare<[Use, string], { private_pkcs8: Uint8Array }>(
    'SELECT private_pkcs8 FROM station_keys WHERE use = ? AND state = ?',
  )
  const add = (use: Use, state: 'current' | 'next'): KeyObject => {
    const key = makePrivateKey()
    const jwk = publicJwkOf(key, use)
    insert.run(jwk.kid, use, writePrivateKey(key), JSON.stringify(jwk), state, now().toISOString())
    return key
  }
  const load = (use: Use, state: 'current' | 'next'): KeyObject | null => {
    const row = select.get(use, state)
    return row === undefined ? null : readPrivateKey(row.private_pkcs8)
  }
  const loadOrAdd = (use: Use, state: 'current' | 'next') =>
    store.transaction(() => load(use, state) ?? add(use, state))

  let signer = signerOf(loadOrAdd('sig', 'current'))
  const encryptionKey = loadOrAdd('enc', 'current')
  return {
    signer: () => signer,
    encryptionKey: () => encryptionKey,
    encryptionPublicJwk: () => publicJwkOf(encryptionKey, 'enc'),
    prepareNext: () => signerOf(loadOrAdd('sig', 'next')),
    promoteNext: () => {
      store.transaction(() => {
        db.prepare(
          `UPDATE station_keys SET state = 'old', private_pkcs8 = x'' WHERE use = 'sig' AND state = 'current'`,
        ).run()
        db.prepare(`UPDATE station_keys SET state = 'current' WHERE use = 'sig' AND state = 'next'`).run()
      })
      signer = signerOf(load('sig', 'current')!)
      return signer
    },
    signingHistory: () =>
      db
        .prepare<[], { public_jwk: string }>(
          `SELECT public_jwk FROM station_keys WHERE use = 'sig' AND state <> 'next'`,
        )
        .all()
        .map((row) => PublicJwk.parse(JSON.parse(row.public_jwk))),
  }
}

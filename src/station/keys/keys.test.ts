import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Failure } from '../../contract/failure.ts'
import { makeFolder, openTestStation, testCost } from '../testing/test-station.ts'
import { destroyDatabaseKey, openDatabaseKey, type KeyWraps } from './key-file.ts'
import { openUnderSecret, passphraseKeyWrap, sealUnderSecret } from './secret-box.ts'

let place: ReturnType<typeof makeFolder>
beforeEach(() => (place = makeFolder()))
afterEach(() => place.remove())

const databaseFile = () => join(place.folder, 'station.db')
const openKey = (wraps: KeyWraps = {}) => openDatabaseKey({ keyFile: keyFile(), databaseFile: databaseFile(), wraps })
/** As a start does it: the key, the database, and the key's own name. */
const open = (wraps: KeyWraps = {}) => {
  const { key, keep } = openKey(wraps)
  writeFileSync(databaseFile(), 'x')
  keep()
  return key
}
const keyFile = () => join(place.folder, 'k', 'station.key')

test('a key is made once and found again, readable by its owner alone', () => {
  const key = open()
  expect(key).toHaveLength(32)
  expect(Buffer.from(open()).equals(Buffer.from(key))).toBe(true)
  if (process.platform !== 'win32') expect(statSync(keyFile()).mode & 0o777).toBe(0o600)
})

test.skipIf(process.platform === 'win32')('a key file that others may read is refused', () => {
  open()
  chmodSync(keyFile(), 0o640)
  expect(() => open()).toThrow('store_key_exposed')
})

test('a missing or damaged key beside an existing database is never replaced', () => {
  writeFileSync(databaseFile(), 'x')
  expect(() => open()).toThrow('store_key_wrong')
  rmSync(databaseFile())
  open()
  writeFileSync(keyFile(), 'short')
  expect(() => open()).toThrow('store_key_wrong')
  rmSync(keyFile())
  mkdirSync(keyFile())
  expect(() => open()).toThrow('store_key_wrong')
})

test('a key whose database is gone or empty is that of a lost one, never of an empty station', () => {
  open()
  rmSync(databaseFile())
  expect(() => openKey()).toThrow('store_corrupt')
  writeFileSync(databaseFile(), '')
  expect(() => openKey()).toThrow('store_corrupt')
})

test('a first start that is cut short begins anew before its database stands, and goes on after it', () => {
  const cut = openKey()
  expect([cut.isNew, existsSync(keyFile())]).toEqual([true, false])
  const again = openKey()
  expect([again.isNew, Buffer.from(again.key).equals(Buffer.from(cut.key))]).toEqual([true, false])
  writeFileSync(databaseFile(), 'x')
  const third = openKey()
  expect([third.isNew, Buffer.from(third.key).equals(Buffer.from(again.key))]).toEqual([false, true])
  third.keep()
  expect(openKey().isNew).toBe(false)
})

test('under a passphrase: the right one opens, another does not, and the file does not hold the key', () => {
  const key = open({ passphrase: passphraseKeyWrap('horse battery', testCost) })
  expect(Buffer.from(open({ passphrase: passphraseKeyWrap('horse battery', testCost) })).equals(Buffer.from(key))).toBe(
    true,
  )
  expect(() => open({ passphrase: passphraseKeyWrap('horse batterie', testCost) })).toThrow('store_key_wrong')
  expect(readFileSync(keyFile()).includes(Buffer.from(key))).toBe(false)
})

/** A system's key store, which may be locked. */
const keyring = (isOpen = true): KeyWraps => ({
  system: {
    wrap: (plain) => Buffer.from(plain).reverse(),
    unwrap: (wrapped) => {
      if (!isOpen) throw new Failure('store_keyring_unavailable')
      return Buffer.from(wrapped).reverse()
    },
  },
})
const passphrase = { passphrase: passphraseKeyWrap('horse battery', testCost) }

test('the file names what keeps its key: what appears or vanishes later is never called a wrong key', () => {
  const kept = open(keyring())
  expect(open({ ...keyring(), ...passphrase })).toEqual(kept)
  expect(() => open()).toThrow('store_keyring_unavailable')
  expect(() => open(passphrase)).toThrow('store_keyring_unavailable')
  expect(() => open(keyring(false))).toThrow('store_keyring_unavailable')
  expect(open(keyring())).toEqual(kept)
})

test('a key kept by nothing or by a passphrase opens beside a key store that appeared', () => {
  const bare = open()
  expect(open({ ...keyring(), ...passphrase })).toEqual(bare)
  destroyDatabaseKey(keyFile())
  rmSync(databaseFile())
  const guarded = open(passphrase)
  expect(open({ ...keyring(), ...passphrase })).toEqual(guarded)
  expect(() => open(keyring())).toThrow('store_passphrase_missing')
})

test('files of earlier versions, which do not name their keeper, open', () => {
  const key = Buffer.alloc(32, 5)
  const write = (bytes: Uint8Array) => {
    rmSync(keyFile(), { force: true })
    mkdirSync(join(place.folder, 'k'), { recursive: true })
    writeFileSync(databaseFile(), 'x')
    writeFileSync(keyFile(), bytes, { mode: 0o600 })
  }
  write(key)
  expect(Buffer.from(open(keyring()))).toEqual(key)
  write(passphrase.passphrase.wrap(key))
  expect(Buffer.from(open({ ...keyring(), ...passphrase }))).toEqual(key)
  write(Buffer.from('v10 and what a key store made of it, which is longer'))
  expect(() => open()).toThrow('store_keyring_unavailable')
})

test('destroying the key removes its file', () => {
  open()
  destroyDatabaseKey(keyFile())
  expect(existsSync(keyFile())).toBe(false)
  expect(() => destroyDatabaseKey(keyFile())).not.toThrow()
})

test('a secret box opens with its secret in its context only, and a changed cost does not take the memory', async () => {
  const box = await sealUnderSecret('482913', Buffer.from('key'), 'claire', testCost)
  expect(Buffer.from((await openUnderSecret('482913', box, 'claire'))!).toString()).toBe('key')
  expect(await openUnderSecret('482914', box, 'claire')).toBe(null)
  expect(await openUnderSecret('482913', box, 'pierre')).toBe(null)
  await expect(openUnderSecret('482913', box.replace('.1024.', '.9999999.'), 'claire')).rejects.toThrow(
    'store_key_wrong',
  )
  await expect(openUnderSecret('482913', 'nonsense', 'claire')).rejects.toThrow('store_key_wrong')
})

test('station keys survive a restart; a rotation cut short goes on with the same next key; the old private key is gone', () => {
  let station = openTestStation({ folder: place.folder })
  const [first, encryption] = [station.keys.signer().kid, station.keys.encryptionPublicJwk().kid]
  const next = station.keys.prepareNext().kid
  station.store.close()
  station = openTestStation({ folder: place.folder })
  expect(station.keys.signer().kid).toBe(first)
  expect(station.keys.encryptionPublicJwk().kid).toBe(encryption)
  expect(station.keys.prepareNext().kid).toBe(next)
  expect(station.keys.promoteNext().kid).toBe(next)
  expect(station.keys.signingHistory().map((key) => key.kid)).toEqual(expect.arrayContaining([first, next]))
  const old = station.store.db.prepare('SELECT length(private_pkcs8) AS n FROM station_keys WHERE kid = ?').get(first)
  expect(old).toEqual({ n: 0 })
  station.store.close()
})

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
const openKey = (wraps: KeyWraps = {}, mayBeBare = true) =>
  openDatabaseKey({ keyFile: keyFile(), databaseFile: databaseFile(), wraps, mayBeBare })
/** As a start does it: the key, the database, and the key's own name. */
const open = async (wraps: KeyWraps = {}) => {
  const { key, keep } = await openKey(wraps)
  writeFileSync(databaseFile(), 'x')
  keep()
  return key
}
const keyFile = () => join(place.folder, 'k', 'station.key')

test('a key is made once and found again, readable by its owner alone', async () => {
  const key = await open()
  expect(key).toHaveLength(32)
  expect(Buffer.from(await open()).equals(Buffer.from(key))).toBe(true)
  if (process.platform !== 'win32') expect(statSync(keyFile()).mode & 0o777).toBe(0o600)
})

test('a new key lies bare only where that is allowed; one that does already opens', async () => {
  await expect(openKey({}, false)).rejects.toThrow('store_protection_missing')
  expect(existsSync(keyFile())).toBe(false)
  const guarded = { passphrase: passphraseKeyWrap('correct horse battery', testCost) }
  expect((await openKey(guarded, false)).keeper).toBe('passphrase')
  rmSync(`${keyFile()}.first`)
  await open()
  expect((await openKey({}, false)).keeper).toBe('none')
})

test.skipIf(process.platform === 'win32')('a key file that others may read is refused', async () => {
  await open()
  chmodSync(keyFile(), 0o640)
  await expect(open()).rejects.toThrow('store_key_exposed')
})

test('a missing or damaged key beside an existing database is never replaced', async () => {
  writeFileSync(databaseFile(), 'x')
  await expect(open()).rejects.toThrow('store_key_wrong')
  rmSync(databaseFile())
  await open()
  writeFileSync(keyFile(), 'short')
  await expect(open()).rejects.toThrow('store_key_wrong')
  rmSync(keyFile())
  mkdirSync(keyFile())
  await expect(open()).rejects.toThrow('store_key_wrong')
})

test('a key whose database is gone or empty is that of a lost one, never of an empty station', async () => {
  await open()
  rmSync(databaseFile())
  await expect(openKey()).rejects.toThrow('store_corrupt')
  writeFileSync(databaseFile(), '')
  await expect(openKey()).rejects.toThrow('store_corrupt')
})

test('a first start that is cut short begins anew before its database stands, and goes on after it', async () => {
  const cut = await openKey()
  expect([cut.isNew, existsSync(keyFile())]).toEqual([true, false])
  const again = await openKey()
  expect([again.isNew, Buffer.from(again.key).equals(Buffer.from(cut.key))]).toEqual([true, false])
  writeFileSync(databaseFile(), 'x')
  const third = await openKey()
  expect([third.isNew, Buffer.from(third.key).equals(Buffer.from(again.key))]).toEqual([false, true])
  third.keep()
  expect((await openKey()).isNew).toBe(false)
})

test('under a passphrase: the right one opens, another does not, and the file does not hold the key', async () => {
  const key = await open({ passphrase: passphraseKeyWrap('horse battery', testCost) })
  expect(
    Buffer.from(await open({ passphrase: passphraseKeyWrap('horse battery', testCost) })).equals(Buffer.from(key)),
  ).toBe(true)
  await expect(open({ passphrase: passphraseKeyWrap('horse batterie', testCost) })).rejects.toThrow('store_key_wrong')
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

test('the file names what keeps its key: what appears or vanishes later is never called a wrong key', async () => {
  const kept = await open(keyring())
  expect(await open({ ...keyring(), ...passphrase })).toEqual(kept)
  await expect(open()).rejects.toThrow('store_keyring_unavailable')
  await expect(open(passphrase)).rejects.toThrow('store_keyring_unavailable')
  await expect(open(keyring(false))).rejects.toThrow('store_keyring_unavailable')
  expect(await open(keyring())).toEqual(kept)
})

test('a key kept by nothing or by a passphrase opens beside a key store that appeared', async () => {
  const bare = await open()
  expect(await open({ ...keyring(), ...passphrase })).toEqual(bare)
  destroyDatabaseKey(keyFile())
  rmSync(databaseFile())
  const guarded = await open(passphrase)
  expect(await open({ ...keyring(), ...passphrase })).toEqual(guarded)
  await expect(open(keyring())).rejects.toThrow('store_passphrase_missing')
})

test('files of earlier versions, which do not name their keeper, open', async () => {
  const key = Buffer.alloc(32, 5)
  const write = (bytes: Uint8Array) => {
    rmSync(keyFile(), { force: true })
    mkdirSync(join(place.folder, 'k'), { recursive: true })
    writeFileSync(databaseFile(), 'x')
    writeFileSync(keyFile(), bytes, { mode: 0o600 })
  }
  write(key)
  expect(Buffer.from(await open(keyring()))).toEqual(key)
  write(await passphrase.passphrase.wrap(key))
  expect(Buffer.from(await open({ ...keyring(), ...passphrase }))).toEqual(key)
  write(Buffer.from('v10 and what a key store made of it, which is longer'))
  await expect(open()).rejects.toThrow('store_keyring_unavailable')
})

test('destroying the key removes its file', async () => {
  await open()
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

test('station keys survive a restart; a rotation cut short goes on with the same next key; the old private key is gone', async () => {
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

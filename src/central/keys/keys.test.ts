import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { activeStation, databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { explainStart } from '../explain-start.ts'
import { loadKeys } from './central-keys.ts'
import { rewrapKeys } from './rewrap-keys.ts'
import { wrappedKeys } from './wrapped-keys.ts'

describe.each(databases)('central’s keys at rest, on %s', (name, installed) => {
  let running: CentralOn
  beforeAll(async () => void (installed && (running = await startCentralOn(name))))
  afterAll(() => running?.stop())
  const stored = async () =>
    new Map(
      (await running.central.db.selectFrom('central_key').selectAll().execute()).map((row) => [
        row.slot,
        row.private_key,
      ]),
    )

  test.runIf(installed)('what was stored plain is wrapped at the next start, each under its own key', async () => {
    const { db } = running.central
    const [online, authority] = [randomBytes(32), randomBytes(32)]
    const before = await loadKeys(db, { online: null, authority: null }, new Date())
    expect([...(await stored()).values()].every((text) => text.startsWith('v0.'))).toBe(true)
    const locked = await loadKeys(db, { online, authority: 'none' }, new Date())
    expect(locked.authority, 'stays with the two people').toEqual([])
    expect((await stored()).get('authority/1')).toMatch(/^v0\./)
    const after = await loadKeys(db, { online, authority }, new Date())
    expect([...(await stored()).values()].every((text) => text.startsWith('v1.'))).toBe(true)
    expect(after.signing[0]!.kid).toBe(before.signing[0]!.kid)
    expect(after.authority[0]!.kid).toBe(before.authority[0]!.kid)
    await expect(loadKeys(db, { online, authority: online }, new Date())).rejects.toThrow('authority')
    await expect(loadKeys(db, { online: authority, authority }, new Date())).rejects.toThrow('store_key_wrong')
  })

  const planted: [kind: string, slot: string, purpose: 'signing' | 'encryption' | 'authority' | 'secret'][] = [
    ['a pair', 'signing/planted', 'signing'],
    ['the pair that packets are sealed to', 'encryption/planted', 'encryption'],
    ['the authority’s', 'authority/planted', 'authority'],
    ['a secret in the place of ours', 'secret/token', 'secret'],
  ]
  test.runIf(installed).each(planted)(
    '%s planted plain beside wrapped ones ends the start',
    async (_, slot, purpose) => {
      const { db } = running.central
      await db.deleteFrom('central_key').execute()
      const keeping = { online: randomBytes(32), authority: randomBytes(32) }
      await loadKeys(db, keeping, new Date())
      const before = await db.selectFrom('central_key').selectAll().where('slot', '=', slot).executeTakeFirst()
      const key = wrappedKeys({ online: null, authority: null }).make(purpose === 'secret' ? 'signing' : purpose)
      const row = { ...key, slot, purpose, created_at: new Date(Date.now() + 1000) }
      await db.deleteFrom('central_key').where('slot', '=', slot).execute()
      await db.insertInto('central_key').values(row).execute()
      const error: unknown = await loadKeys(db, keeping, new Date()).catch((e: unknown) => e)
      expect(error).toMatchObject({ code: 'store_key_wrong', detail: `plain beside wrapped: ${slot}` })
      expect((await stored()).get(slot), 'nothing was changed').toBe(row.private_key)
      await db.deleteFrom('central_key').where('slot', '=', slot).execute()
      if (before !== undefined) await db.insertInto('central_key').values(before).execute()
      expect((await loadKeys(db, keeping, new Date())).signing).toHaveLength(1)
    },
  )

  test.runIf(installed)('a secret that a newer version adds to a plain table stops no first wrapping', async () => {
    const { db } = running.central
    await db.deleteFrom('central_key').execute()
    const before = await loadKeys(db, { online: null, authority: null }, new Date())
    await db.deleteFrom('central_key').where('slot', '=', 'secret/lookup').execute()
    const after = await loadKeys(db, { online: randomBytes(32), authority: randomBytes(32) }, new Date())
    expect(after.tokenSecret).toEqual(before.tokenSecret)
    expect([...(await stored()).values()].every((text) => text.startsWith('v1.'))).toBe(true)
  })

  test.runIf(installed)('what wraps the keys is changed beside a running start, all of it or nothing', async () => {
    const { db } = running.central
    await db.deleteFrom('central_key').execute()
    const before = { online: randomBytes(32), authority: randomBytes(32) }
    const kept = await loadKeys(db, before, new Date())
    const rows = await stored()
    const wrong = { online: randomBytes(32), authority: before.authority }
    const after = { online: randomBytes(32), authority: randomBytes(32) }
    await expect(rewrapKeys(db, wrong, after)).rejects.toThrow('store_key_wrong')
    await expect(rewrapKeys(db, { ...before, authority: randomBytes(32) }, after)).rejects.toThrow('store_key_wrong')
    expect(await stored(), 'nothing was changed').toEqual(rows)

    const online = { online: randomBytes(32), authority: 'none' } as const
    expect(await rewrapKeys(db, { ...before, authority: 'none' }, online)).toBe(rows.size - 1)
    expect((await stored()).get('authority/1'), 'stays with the two people').toBe(rows.get('authority/1'))
    const present = { online: online.online, authority: before.authority }
    expect(await rewrapKeys(db, present, after)).toBe(rows.size)
    await expect(loadKeys(db, before, new Date())).rejects.toThrow('store_key_wrong')
    await expect(loadKeys(db, present, new Date())).rejects.toThrow('store_key_wrong')
    const loaded = await loadKeys(db, after, new Date())
    for (const purpose of ['encryption', 'signing', 'authority'] as const)
      expect(loaded[purpose].map(({ kid }) => kid)).toEqual(kept[purpose].map(({ kid }) => kid))
    expect([loaded.tokenSecret, loaded.declarationSecret]).toEqual([kept.tokenSecret, kept.declarationSecret])
  })

  test.runIf(installed)('keys that lie plain beside wrapped ones are not taken along', async () => {
    const { db } = running.central
    await db.deleteFrom('central_key').execute()
    const keeping = { online: randomBytes(32), authority: randomBytes(32) }
    await loadKeys(db, keeping, new Date())
    const planted = wrappedKeys({ online: null, authority: null }).make('signing')
    await db
      .insertInto('central_key')
      .values({ ...planted, slot: 'signing/planted', created_at: new Date() })
      .execute()
    const rows = await stored()
    await expect(rewrapKeys(db, keeping, { online: randomBytes(32), authority: randomBytes(32) })).rejects.toThrow(
      'store_key_wrong',
    )
    expect(await stored()).toEqual(rows)
    await db.deleteFrom('central_key').execute()
    await loadKeys(db, keeping, new Date())
  })

  test.runIf(installed)('keys that the history does not know end the start, until somebody names them', async () => {
    const { db } = running.central
    const keeping = { online: randomBytes(32), authority: randomBytes(32) }
    const plainKeeping = { online: null, authority: null }
    const failure = (more: object = {}) =>
      loadKeys(db, { ...keeping, ...more }, new Date()).then(
        () => null,
        (error: unknown) => error,
      )
    await db.deleteFrom('central_key').execute()
    await loadKeys(db, keeping, new Date())
    await activeStation(running.central)
    const ours = await db.selectFrom('central_key').selectAll().execute()
    const restore = async (rows: typeof ours) => {
      await db.deleteFrom('central_key').execute()
      await db.insertInto('central_key').values(rows).execute()
    }

    await db.deleteFrom('central_key').execute()
    expect(await failure(), 'all gone').toMatchObject({
      code: 'store_key_wrong',
      detail: expect.stringMatching(/^keys unknown to the history: no key/),
    })
    expect(explainStart(await failure(), 'en')).toMatch(/Restore the table central_key.*GUICHET_KEYS_OF_HISTORY/)
    expect(await stored(), 'nothing was made').toEqual(new Map())
    // What somebody without the key would put there: a whole set, plain.
    await loadKeys(db, { ...plainKeeping, keysOfHistory: 'new' }, new Date())
    const planted = await db.selectFrom('central_key').selectAll().execute()
    const { kid } = planted.find(({ purpose }) => purpose === 'signing')!
    expect(await failure()).toMatchObject({
      code: 'store_key_wrong',
      detail: `keys unknown to the history: plain, signing ${kid}`,
    })
    expect(await failure({ keysOfHistory: 'new' }), 'not lost').toMatchObject({ code: 'store_key_wrong' })
    expect(
      await failure({ keysOfHistory: ours.find(({ purpose }) => purpose === 'signing')!.kid }),
      'not these',
    ).toMatchObject({ code: 'store_key_wrong' })
    expect((await stored()).get('signing/1'), 'nothing was changed').toMatch(/^v0\./)
    expect(await failure({ keysOfHistory: kid }), 'named').toBeNull()
    expect((await stored()).get('signing/1')).toMatch(/^v1\./)

    await restore(ours)
    expect(await failure(), 'restored').toBeNull()
    await db
      .updateTable('central_key')
      .set({ kid: 'A'.repeat(43) })
      .where('slot', '=', 'signing/1')
      .execute()
    expect(await failure(), 'another under the name of ours').toMatchObject({ code: 'store_key_wrong' })
    await restore(ours)
  })

  test.runIf(installed)('receipts and what stations rest on are signed with different keys', async () => {
    const { db } = running.central
    const kids = await db.selectFrom('central_key').select(['purpose', 'kid']).execute()
    const of = (purpose: string) => kids.filter((row) => row.purpose === purpose).map((row) => row.kid)
    expect([of('signing').length, of('authority').length]).toEqual([1, 1])
    expect(of('signing')).not.toEqual(of('authority'))
  })
})

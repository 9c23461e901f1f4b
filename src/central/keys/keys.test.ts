import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { databases, startCentralOn, type CentralOn } from '../../../tests/fixtures/central-on.ts'
import { loadKeys } from './central-keys.ts'

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

  test.runIf(installed)('receipts and what stations rest on are signed with different keys', async () => {
    const { db } = running.central
    const kids = await db.selectFrom('central_key').select(['purpose', 'kid']).execute()
    const of = (purpose: string) => kids.filter((row) => row.purpose === purpose).map((row) => row.kid)
    expect([of('signing').length, of('authority').length]).toEqual([1, 1])
    expect(of('signing')).not.toEqual(of('authority'))
  })
})

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startIdentityOn, testOuterKey, type IdentityOn } from '../../../tests/fixtures/identity/start-identity.ts'
import { choresEveryMs } from '../maintenance.ts'
import {
  loadIdentityKeys,
  outerKeyring,
  rotateIdentityKey,
  settleMs,
  type IdentityKeys,
  type Rotated,
} from './identity-keys.ts'

const outer = outerKeyring([testOuterKey])
/** What signs or seals comes first; the others are known. */
const namesOf: Record<Rotated, (keys: IdentityKeys) => string[]> = {
  ES256: ({ provider }) => provider.filter(({ alg }) => alg === 'ES256').map(({ kid }) => kid),
  RS256: ({ provider }) => provider.filter(({ alg }) => alg === 'RS256').map(({ kid }) => kid),
  cookies: ({ cookies }) => [...cookies],
  data: ({ data }) => data.map(({ id }) => id),
}
const purposes = Object.keys(namesOf) as Rotated[]
const at = (from: Date, ms: number) => new Date(from.getTime() + ms)

describe('a new key of the identity', () => {
  let on: IdentityOn
  beforeAll(async () => {
    on = await startIdentityOn('PGlite')
  })
  afterAll(() => on?.stop())

  const read = (now: Date) => loadIdentityKeys(on.service.identity.db, outer, now)

  test.each(purposes)('%s: signs or seals once every instance knows it, and not before', async (purpose) => {
    const names = namesOf[purpose]
    // The first of all are as old as the database.
    const made = at(on.service.identity.now(), 2 * settleMs)
    const before = await read(made)
    await rotateIdentityKey(on.service.identity.db, outer, purpose, made)
    for (let ms = 0; ms <= settleMs + choresEveryMs; ms += 10_000) {
      // The other one reads its keys each minute, and could not the last time: what it knows is two minutes old.
      const lastRead = ms - 2 * choresEveryMs
      const other = lastRead < 0 ? before : await read(at(made, lastRead))
      const [first] = names(await read(at(made, ms)))
      expect(names(other), `after ${ms / 1000} s`).toContain(first)
    }
    const after = names(await read(at(made, settleMs)))
    expect(after).toEqual([expect.not.stringMatching(names(before)[0]!), ...names(before)])
    expect(names(before)).not.toContain(after[0])
  })

  test('where none has settled, the one that is known longest', async () => {
    const other = await startIdentityOn('PGlite')
    const { db, now, keys } = other.service.identity
    const first = namesOf.ES256(keys())
    await rotateIdentityKey(db, outer, 'ES256', at(now(), 1_000))
    await rotateIdentityKey(db, outer, 'ES256', at(now(), 2_000))
    const known = namesOf.ES256(await loadIdentityKeys(db, outer, at(now(), 3_000)))
    expect([known[0], known.length]).toEqual([first[0], 3])
    await other.stop()
  })
})

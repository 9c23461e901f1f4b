import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeFolder, openTestStation } from '../testing/test-station.ts'
import type { TestStation } from '../testing/test-station.ts'
import { createChainCheck, genesisHash, hashOf } from './record.ts'
import { verifyLogFile } from './verify-file.ts'

const time = { wall: 0, monotonic: 0 }
let place: ReturnType<typeof makeFolder>
let station: TestStation
beforeEach(() => {
  place = makeFolder()
  time.wall = Date.parse('2026-03-02T08:00:00Z')
  station = openTestStation({ folder: place.folder, time })
})
afterEach(() => {
  station.store.close()
  place.remove()
})
const append = (count: number) => {
  for (let index = 0; index < count; index += 1)
    station.audit.append({ action: 'test.made', actor: 'claire', subject: null, facts: { index } })
}
const pass = (ms: number) => ((time.wall += ms), (time.monotonic += ms))
const exportLines = async () => {
  const file = join(place.folder, 'audit.jsonl')
  await station.audit.exportTo(file, 'chef')
  return readFileSync(file, 'utf8').trimEnd().split('\n')
}
const verifyLines = (lines: string[], key: string | null = null) => {
  const file = join(place.folder, 'changed.jsonl')
  writeFileSync(file, `${lines.join('\n')}\n`)
  return verifyLogFile(file, key)
}

test('a whole chain verifies; the record of a transaction that fails is not in it', () => {
  append(20)
  expect(() =>
    station.store.transaction(() => {
      append(1)
      throw new Error('no')
    }),
  ).toThrow('no')
  append(1)
  expect(station.audit.verify()).toEqual({ ok: true, records: 21, firstBroken: null })
})

test('records cannot be changed, removed or slipped in through the database', () => {
  append(3)
  const run = (sql: string) => () => station.store.db.exec(sql)
  expect(run(`UPDATE audit SET body = '{}' WHERE seq = 2`)).toThrow('append-only')
  expect(run('DELETE FROM audit WHERE seq = 3')).toThrow('append-only')
  expect(
    run(`INSERT INTO audit SELECT 9, at, body, prev, hash || '', kid, signature FROM audit WHERE seq = 3`),
  ).toThrow()
})

test.each([
  ['a changed body', `UPDATE audit SET body = replace(body, '"index":3', '"index":4') WHERE seq = 4`, 4],
  ['a changed actor', `UPDATE audit SET body = replace(body, 'claire', 'pierre') WHERE seq = 7`, 7],
  ['a removed record', 'DELETE FROM audit WHERE seq = 5', 6],
  ['a body that is no record', `UPDATE audit SET body = 'x' WHERE seq = 2`, 2],
  ['a changed time beside the body', `UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 3`, 3],
])('with the triggers taken away, %s is still named', (_what, sql, firstBroken) => {
  append(10)
  for (const trigger of ['audit_fixed', 'audit_kept']) station.store.db.exec(`DROP TRIGGER ${trigger}`)
  station.store.db.exec(sql)
  expect(station.audit.verify()).toMatchObject({ ok: false, firstBroken })
})

test('the first record of a day follows the seal of the day before', async () => {
  append(2)
  pass(86_400_000)
  append(1)
  const records = (await exportLines()).slice(1).map((line) => JSON.parse(line))
  const actions = records.map(({ body }) => body.action as string)
  expect(actions).toEqual(['test.made', 'test.made', 'audit.day_sealed', 'test.made', 'audit.exported'])
  // Through the day's very last record: what the seal leaves out is not sealed.
  expect(records[2].body.facts).toEqual({ day: '2026-03-02', through: 2, hash: records[1].hash })
})

test('pruning is announced by a signed record and verifies afterwards; a silent cut does not', async () => {
  append(5)
  pass(100 * 86_400_000)
  append(2)
  expect(station.audit.prune(new Date(time.wall - 86_400_000))).toBe(5)
  expect(station.audit.verify()).toMatchObject({ ok: true, records: 4 })
  const lines = await exportLines()
  expect(await verifyLines(lines)).toMatchObject({ ok: true, kind: 'audit-log' })
  station.store.db.exec(`INSERT INTO audit_anchor SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1`)
  station.store.db.exec('DELETE FROM audit WHERE seq <= (SELECT max(seq) FROM audit_anchor)')
  append(1)
  expect(station.audit.verify()).toMatchObject({ ok: false })
})

test('the exported file verifies on its own, before and after a key rotation', async () => {
  append(4)
  station.keys.prepareNext()
  const { kid } = station.keys.promoteNext()
  append(4)
  const lines = await exportLines()
  expect(await verifyLines(lines)).toMatchObject({ ok: true, records: 9, key: kid })
  expect(await verifyLines(lines, kid)).toMatchObject({ ok: true })
  expect(await verifyLines(lines, 'another')).toMatchObject({ ok: false, firstBrokenLine: 1 })
})

test('the verifier names the first broken line, whatever was done to the file', async () => {
  append(12)
  const lines = await exportLines()
  const broken = async (change: (lines: string[]) => string[]) =>
    (await verifyLines(change([...lines]))).firstBrokenLine
  const edit = (index: number, from: string, to: string) => (all: string[]) =>
    all.map((line, at) => (at === index ? line.replace(from, to) : line))
  expect(await broken(edit(5, '"index":4', '"index":5'))).toBe(6)
  expect(await broken(edit(0, '"training"', '"production"'))).toBe(1)
  expect(await broken((all) => all.toSpliced(3, 1))).toBe(4)
  const other = 'A'.repeat(86)
  const unsigned = JSON.parse(lines[4]!) as { signature: string }
  expect(await broken((all) => all.with(4, JSON.stringify({ ...unsigned, signature: other })))).toBe(5)
  // Names in another order hash alike, and a file without its last line feed says the same: neither is as a station writes it.
  const turned = JSON.parse(lines[4]!) as { body: object }
  turned.body = Object.fromEntries(Object.entries(turned.body).reverse())
  expect(await broken((all) => all.with(4, JSON.stringify(turned)))).toBe(5)
  const cut = join(place.folder, 'cut.jsonl')
  writeFileSync(cut, lines.join('\n'))
  expect((await verifyLogFile(cut, null)).firstBrokenLine).toBe(lines.length)
  expect(await broken((all) => all.slice(0, -2))).toBe(lines.length - 1)
  expect(await broken((all) => [...all, all.at(-1)!])).toBe(lines.length + 1)
  expect(await broken((all) => all.with(4, 'not json'))).toBe(5)
  expect(await broken(() => [''])).toBe(1)
  expect(await broken(() => ['{}'])).toBe(1)
  expect(await broken((all) => [all[0]!, 'x'.repeat(200_000)])).toBe(2)
})

test('a record follows the very one before it, not only in number', () => {
  const signer = station.keys.signer()
  const recordOf = (seq: number, prev: string) => {
    const at = '2026-03-02T08:00:00.000Z'
    const body = { seq, at, actor: 'claire', action: 'test.made', subject: null, facts: {}, prev }
    const hash = hashOf(body)
    const signature = Buffer.from(signer.sign(Buffer.from(hash))).toString('base64url')
    return { body, hash, kid: signer.kid, signature }
  }
  const check = () => createChainCheck({ seq: 0, hash: genesisHash }, [signer.publicJwk])
  const first = recordOf(1, genesisHash)
  const chain = check()
  expect([chain.accepts(first), chain.accepts(recordOf(2, first.hash))]).toEqual([true, true])
  const forked = check()
  expect([forked.accepts(first), forked.accepts(recordOf(2, genesisHash))]).toEqual([true, false])
})

const reopen = () => (station = openTestStation({ folder: place.folder, time }))
const lastAction = () => {
  const { body } = station.store.db.prepare('SELECT body FROM audit ORDER BY seq DESC LIMIT 1').get() as {
    body: string
  }
  return JSON.parse(body) as { action: string; facts: object }
}

test.each([
  ['cut off', 'DELETE FROM audit WHERE seq > 6', { through: 9, left: 6 }],
  ['replaced', `UPDATE audit SET hash = '${'0'.repeat(64)}' WHERE seq = 9`, { through: 9, left: 9 }],
])('an end of the log that was %s by whoever has the key is on the record at the next start', (_how, sql, facts) => {
  append(9)
  for (const trigger of ['audit_fixed', 'audit_kept']) station.store.db.exec(`DROP TRIGGER ${trigger}`)
  station.store.db.exec(sql)
  station.store.close()
  reopen()
  expect(lastAction()).toMatchObject({ action: 'audit.end_lost', facts })
})

test('a log that is whole, pruned, or ahead of its note says nothing; a note of another hand does', () => {
  append(5)
  pass(100 * 86_400_000)
  append(2)
  station.audit.prune(new Date(time.wall - 86_400_000))
  const note = `${station.file}.head`
  const before = readFileSync(note)
  append(3)
  station.store.close()
  for (const bytes of [Buffer.alloc(0), before, readFileSync(note)]) {
    writeFileSync(note, bytes)
    reopen()
    expect(lastAction().action).toBe('test.made')
    station.store.close()
  }
  writeFileSync(note, Buffer.from(readFileSync(note).toString().replace('"seq":', '"seq":1')))
  reopen()
  expect(lastAction()).toMatchObject({ action: 'audit.end_lost' })
})

test('a transaction that fails notes nothing', () => {
  append(1)
  const before = readFileSync(`${station.file}.head`)
  expect(() =>
    station.store.transaction(() => {
      append(1)
      throw new Error('no')
    }),
  ).toThrow('no')
  expect(readFileSync(`${station.file}.head`)).toEqual(before)
  append(1)
  expect(readFileSync(`${station.file}.head`, 'latin1')).toContain(station.audit.head().hash)
})

test('an export is held against the record that central was told of', async () => {
  append(6)
  const head = station.audit.head()
  append(3)
  const file = join(place.folder, 'audit.jsonl')
  await station.audit.exportTo(file, 'chef')
  expect(await verifyLogFile(file, null, head)).toMatchObject({ ok: true, records: 10 })
  const hash = 'f'.repeat(64)
  expect(await verifyLogFile(file, null, { ...head, hash })).toMatchObject({ ok: false, firstBrokenLine: 7 })
  expect(await verifyLogFile(file, null, { seq: 99, hash })).toMatchObject({ ok: false, firstBrokenLine: 12 })
})

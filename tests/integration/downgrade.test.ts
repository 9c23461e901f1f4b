import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createCentral, type RunningCentral } from '../../src/central/central.ts'
import { beginAsManager, decide, exportDay, pin, soon, untilReady, walkToDecision } from '../fixtures/journey.ts'
import { startTestStation, stationDefaults, type TestStation } from '../fixtures/test-station.ts'

// A kiosk that was brought to a later version and back again, with all that it holds.
const folder = mkdtempSync(join(tmpdir(), 'guichet-downgrade-'))
const own = stationDefaults.migrationsFolder
const later = join(folder, 'later')
const dataFolder = join(folder, 'data')
let central: RunningCentral
beforeAll(async () => {
  central = await createCentral({ environment: 'training', seed: 'training' })
  cpSync(own, later, { recursive: true })
  writeFileSync(join(later, '0900-later.sql'), widened())
})
afterAll(async () => {
  await central.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** Whatever a later version may do to a store that this one still uses: a column more in each table, a table more. */
function widened(): string {
  const sql = readdirSync(own).map((name) => (name.endsWith('.sql') ? readFileSync(join(own, name), 'utf8') : ''))
  const made = new Set(Array.from(sql.join('\n').matchAll(/CREATE TABLE (\w+) /g), ([, name]) => name!))
  for (const [, from, to] of sql.join('\n').matchAll(/ALTER TABLE (\w+) RENAME TO (\w+)/g)) {
    made.delete(from!)
    made.add(to!)
  }
  expect(made.size).toBeGreaterThan(12)
  const columns = [...made].map((table) => `ALTER TABLE ${table} ADD COLUMN later TEXT NOT NULL DEFAULT 'later';`)
  return [...columns, 'CREATE TABLE later (name TEXT PRIMARY KEY) STRICT;'].join('\n')
}

/** A day's work in a few minutes: one visit sealed, one left as a draft. */
async function work(kiosk: TestStation): Promise<void> {
  await untilReady(kiosk)
  const { decision } = await walkToDecision(kiosk, 'passport')
  expect(decision.allowed).toContain('approved')
  await decide(kiosk, 'approved')
  await walkToDecision(kiosk, 'cnie')
  await kiosk.ask('session.leave', { keepDraft: true })
}

const start = (migrationsFolder: string) => startTestStation({ dataFolder, migrationsFolder, centralUrl: central.url })
const stop = (kiosk: TestStation) => kiosk.stop({ keepData: true })

test('what was begun before and after an update is there and goes on after going back', async () => {
  const before = await start(own)
  await beginAsManager(before)
  await work(before)
  await stop(before)

  const updated = await start(later)
  await updated.ask('operator.login', { operatorId: 'marie', pin })
  await work(updated)
  await stop(updated)

  const back = await start(own)
  await back.ask('operator.login', { operatorId: 'marie', pin })
  expect(await back.ask('draft.list', {})).toHaveLength(2)
  await work(back)
  const [draft] = await back.ask('draft.list', {})
  await back.ask('draft.discard', { sessionId: draft!.sessionId })
  await soon(async () => {
    const states = (await back.ask('queue.list', {})).map(({ state }) => state)
    expect(states.filter((state) => state === 'queued' || state === 'sent')).toEqual([])
  })
  expect(await back.ask('audit.verify', {})).toMatchObject({ ok: true })
  expect(await exportDay(back, 'csv')).toContain('/download/')
  await back.ask('operator.changePin', { oldPin: pin, newPin: '730518' })
  await stop(back)

  const again = await start(later)
  await again.ask('operator.login', { operatorId: 'marie', pin: '730518' })
  expect(await again.ask('audit.verify', {})).toMatchObject({ ok: true })
  await stop(again)
})

import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { type RunningCentral } from '../../src/central/central.ts'
import { specimenReference } from '../../src/station/training/specimens/specimen-applications.ts'
import { verifyLogFile } from '../../src/station/audit/verify-file.ts'
import { exportDay, pin, sealCancelled, specimenOf } from '../fixtures/journey.ts'
import { startCounter } from '../fixtures/counter.ts'
import { type TestStation } from '../fixtures/test-station.ts'

// The evidence of a whole station, verified with nothing but the file, and after any change to it.
const root = resolve(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'guichet-logs-'))
const files = { audit: join(folder, 'audit.jsonl'), daily: join(folder, 'daily.jsonl') }
let central: RunningCentral
let kiosk: TestStation

beforeAll(async () => {
  ;({ central, kiosk } = await startCounter())
  for (const key of ['passport', 'permit_ten_years', 'long_names'])
    await sealCancelled(kiosk, specimenReference(specimenOf(key)))
  await kiosk.ask('station.rotateKey', { pin })
  await sealCancelled(kiosk, specimenReference(specimenOf('old_card')))
  const audit = await kiosk.ask('audit.export', {})
  save(audit.downloadUrl, files.audit)
  save(await exportDay(kiosk, 'jsonl'), files.daily)
})
afterAll(async () => {
  await kiosk.stop()
  await central.stop()
  rmSync(folder, { recursive: true })
})

function save(downloadUrl: string, to: string): void {
  const { content } = kiosk.station.downloads.take(downloadUrl)!
  cpSync((content as { path: string }).path, to)
}

/** The command as on a machine that has Node and the sources, and nothing else of Guichet. */
function verifyInChild(...parameters: string[]): Promise<{ code: number; text: string }> {
  return new Promise((end) => {
    const command = [join(root, 'src/station/audit/verify-log.ts'), ...parameters]
    execFile(process.execPath, command, { cwd: folder }, (error, stdout, stderr) =>
      end({ code: error === null ? 0 : Number(error.code), text: stdout + stderr }),
    )
  })
}

it('a file that cannot be read is no broken log, nor is a wrong option', async () => {
  expect(await verifyInChild(join(folder, 'none.jsonl'))).toEqual({
    code: 2,
    text: expect.stringContaining('cannot be read (ENOENT)'),
  })
  expect(await verifyInChild(files.audit, '--kye', 'x')).toMatchObject({ code: 2 })
  expect(await verifyInChild(files.audit, files.daily)).toMatchObject({ code: 2 })
  expect(await verifyInChild(files.audit, '--key', '--kye')).toMatchObject({ code: 2 })
})

describe.each(['audit', 'daily'] as const)('%s', (kind) => {
  it('is whole, and names the key that central knows', async () => {
    const { code, text } = await verifyInChild(files[kind])
    expect(text).toContain('whole: ')
    expect(code).toBe(0)
    const { key, stationId } = await verifyLogFile(files[kind], null)
    const stations = await central.db.selectFrom('station').select(['station_id', 'thumbprint']).execute()
    expect(stations).toEqual([{ station_id: stationId, thumbprint: key }])
    expect((await verifyInChild(files[kind], '--key', key!)).code).toBe(0)
    // One thumbprint in 64 begins with a hyphen, as an option does.
    for (const other of ['A'.repeat(43), `-${'A'.repeat(42)}`, `--${'A'.repeat(41)}`])
      expect(await verifyInChild(files[kind], '--key', other)).toMatchObject({
        code: 1,
        text: expect.stringContaining('signed by another key'),
      })
  })

  it('with any byte changed is broken at the record where it was changed', async () => {
    const bytes = readFileSync(files[kind])
    const changed = join(folder, 'changed.jsonl')
    const steps = 250
    for (let i = 0; i < steps; i += 1) {
      const at = Math.floor((i * (bytes.length - 1)) / steps)
      const copy = Buffer.from(bytes)
      copy[at]! ^= 1 + (i % 7)
      writeFileSync(changed, copy)
      const { ok, firstBrokenLine } = await verifyLogFile(changed, null)
      const line = bytes.subarray(0, at).filter((byte) => byte === 10).length + 1
      expect([at, ok, firstBrokenLine]).toEqual([at, false, line])
    }
  })

  it('with the last character of any signature changed is broken there', async () => {
    const lines = readFileSync(files[kind], 'utf8').trimEnd().split('\n')
    const changed = join(folder, 'changed.jsonl')
    for (const [i, line] of lines.entries()) {
      if (!line.includes('"signature"')) continue
      const spoilt = line.replace(/(.)"\}$/, (_, last: string) => `${last === 'A' ? 'B' : 'A'}"}`)
      // Spare bits: the last character of 64 bytes in base64 carries two bits only.
      const spare = line.replace(/(.)"\}$/, (_, last: string) => `${String.fromCharCode(last.charCodeAt(0) + 1)}"}`)
      for (const text of [spoilt, spare]) {
        writeFileSync(changed, lines.with(i, text).join('\n'))
        expect((await verifyLogFile(changed, null)).firstBrokenLine).toBe(i + 1)
      }
    }
  })

  it('with a record taken out, repeated, exchanged, hidden behind another or cut off at the end is broken there', async () => {
    const lines = readFileSync(files[kind], 'utf8').trimEnd().split('\n')
    const changed = join(folder, 'changed.jsonl')
    const last = lines.length - 1
    const second = lines[2]!
    const cases: [string[], number][] = [
      [lines.toSpliced(2, 1), 3],
      [lines.toSpliced(2, 0, second), 4],
      [lines.with(2, lines[3]!).with(3, second), 3],
      [lines.with(2, second.replace('"hash":', '"hash":"0","hash":')), 3],
      [lines.with(2, `${second} `), 3],
      [lines.slice(0, last), lines.length],
      [[...lines, lines[last]!], lines.length + 1],
      [[], 1],
    ]
    for (const [text, line] of cases) {
      writeFileSync(changed, `${text.join('\n')}\n`)
      expect(await verifyLogFile(changed, null)).toMatchObject({ ok: false, firstBrokenLine: line })
    }
    const { code, text } = await verifyInChild(changed)
    expect(code).toBe(1)
    expect(text).toContain('BROKEN at line 1')
  })
})

test('every export is in the audit log itself', async () => {
  const actions = readFileSync(files.audit, 'utf8')
  expect(actions).toContain('"action":"audit.exported"')
  expect(actions).toContain('"action":"station.key_rotated"')
  save(await exportDay(kiosk, 'csv'), join(folder, 'daily.csv'))
  const again = await kiosk.ask('audit.export', {})
  save(again.downloadUrl, files.audit)
  expect(readFileSync(files.audit, 'utf8').match(/"action":"dailyLog.exported"/g)).toHaveLength(2)
})

test.each(['audit-log.jsonl', 'daily-log.jsonl'])('the sample %s verifies', async (name) => {
  const verdict = await verifyLogFile(join(root, 'docs/samples', name), null)
  expect(verdict).toMatchObject({ ok: true, reason: null })
  expect(verdict.records).toBeGreaterThan(5)
})

test.each(['csv', 'pdf'])('an export as %s is called unsigned, not broken', async (format) => {
  const { code, text } = await verifyInChild(join(root, `docs/samples/daily-log.${format}`))
  expect(code).toBe(2)
  expect(text).toContain(`unsigned. A ${format.toUpperCase()} export bears no signature`)
  expect(text).not.toContain('BROKEN')
})

test('a signed log that was cut into something else is broken all the same', async () => {
  const cut = join(folder, 'cut.jsonl')
  writeFileSync(cut, readFileSync(join(root, 'docs/samples/daily-log.jsonl')).subarray(1))
  expect(await verifyLogFile(cut, null)).toMatchObject({ ok: false, unsigned: null, firstBrokenLine: 1 })
})

test('the other samples are what they say they are', () => {
  const csv = readFileSync(join(root, 'docs/samples/daily-log.csv'))
  expect(csv.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]))
  expect(csv.toString().split('\r\n').length).toBeGreaterThan(5)
  expect(readFileSync(join(root, 'docs/samples/daily-log.pdf')).subarray(0, 5).toString()).toBe('%PDF-')
})

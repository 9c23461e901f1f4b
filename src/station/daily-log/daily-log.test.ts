import fontkit from '@pdf-lib/fontkit'
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PDFDocument } from 'pdf-lib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { DailyLogRange, ExportFormat } from '../../contract/daily-log.ts'
import { verifyLogFile } from '../audit/verify-file.ts'
import { approvedFacts, prepareStation } from '../testing/test-facts.ts'
import { fillDays } from '../testing/fill-days.ts'
import { fontsFolder, makeFolder, openTestStation, testPin } from '../testing/test-station.ts'
import type { TestStation } from '../testing/test-station.ts'
import { woffToTrueType } from './pdf/sfnt.ts'

let place: ReturnType<typeof makeFolder>
let station: TestStation
beforeEach(async () => {
  place = makeFolder()
  station = openTestStation({ folder: place.folder })
  await prepareStation(station)
})
afterEach(() => {
  station.store.close()
  place.remove()
})
const month: DailyLogRange = { from: '2026-03-01', to: '2026-03-31', operatorId: null }
const exportTo = async (
  format: ExportFormat,
  change: { range?: DailyLogRange; signal?: AbortSignal; filePath?: string } = {},
) => {
  const filePath = join(place.folder, `log.${format}`)
  const progress: [number, number][] = []
  const answer = await station.dailyLog.exportTo({
    exportId: crypto.randomUUID(),
    range: month,
    format,
    language: 'fr',
    by: 'chef',
    filePath,
    signal: new AbortController().signal,
    onProgress: ({ rowsDone, rowsTotal }) => progress.push([rowsDone, rowsTotal]),
    ...change,
  })
  return { ...answer, filePath, progress }
}

test('rows and totals of a day, a week, an operator', async () => {
  fillDays(station, 100)
  const all = station.dailyLog.totals(month)
  expect(all.total).toBe(100)
  expect(all.byOutcome.reduce((sum, one) => sum + one.count, 0)).toBe(100)
  expect(all.byHour.reduce((sum, count) => sum + count, 0)).toBe(100)
  expect(all.byDay.map((one) => one.key)).toEqual([...all.byDay.map((one) => one.key)].sort())
  const durations = station.dailyLog
    .rows(month, 0, 200)
    .rows.map((row) => row.durationSeconds)
    .sort((a, b) => a - b)
  expect(all.medianDurationSeconds).toBe(Math.round((durations[49]! + durations[50]!) / 2))
  const day = all.byDay[0]!
  expect(station.dailyLog.totals({ from: day.key, to: day.key, operatorId: null }).total).toBe(day.count)
  const own = station.dailyLog.rows({ ...month, operatorId: 'claire' }, 0, 200)
  expect(own.rows.every((row) => row.operatorId === 'claire')).toBe(true)
  expect(own.total).toBe(all.byOperator.find((one) => one.key === 'claire')!.count)
  expect(station.dailyLog.rows(month, 90, 50).rows).toHaveLength(10)
})

test('an empty range has totals too; a backward or endless one is refused', async () => {
  const empty = station.dailyLog.totals({ from: '2020-01-01', to: '2020-01-02', operatorId: null })
  expect(empty).toMatchObject({ total: 0, medianDurationSeconds: null, unsynced: 0 })
  for (const range of [
    { ...month, from: '2026-04-01' },
    { ...month, from: '2020-01-01' },
    { ...month, from: '2026-02-31' },
  ])
    await expect(exportTo('csv', { range })).rejects.toThrow('export_range_invalid')
})

test('a sealed session is in the log at once, unsynced, at its local hour', async () => {
  const facts = approvedFacts()
  station.sealing.seal(facts, await station.operators.confirm('claire', testPin))
  const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(new Date())
  const range = { from: today, to: today, operatorId: null }
  expect(station.dailyLog.totals(range)).toMatchObject({ total: 1, unsynced: 1 })
  expect(station.dailyLog.rows(range, 0, 10).rows[0]).toMatchObject({
    reference: facts.reference,
    state: 'queued',
  })
})

test('CSV: RFC 4180, byte order mark, no cell that a spreadsheet would run', async () => {
  const formulas: Record<number, string> = { 3: '=HYPERLINK("http://x";"a,b")', 4: '-1+2' }
  fillDays(station, 30, (row, index) => ({ ...row, reference: formulas[index] ?? row['reference'] ?? null }))
  const { filePath, rows } = await exportTo('csv')
  const text = readFileSync(filePath, 'utf8')
  expect(rows).toBe(30)
  expect(text.startsWith('\uFEFF"Jour";"Heure"')).toBe(true)
  expect(text.endsWith('\r\n')).toBe(true)
  expect(text).toContain(`"'=HYPERLINK(""http://x"";""a,b"")"`)
  expect(text).toContain(`"'-1+2"`)
  const lines = text.slice(1).trimEnd().split('\r\n')
  const fields = lines.map((line) => line.match(/("([^"]|"")*")(;|$)/g)!.length)
  expect(new Set(fields)).toEqual(new Set([13]))
  expect(text).toContain('"Vérifications";"30"')
})

test('rows sealed by a clock that was ahead are exported as they are counted', async () => {
  fillDays(station, 6, (row, index) => (index < 2 ? { ...row, sealed_at: '2027-01-01T00:00:00.000Z' } : row))
  const { rows, filePath } = await exportTo('csv')
  expect(rows).toBe(6)
  expect(readFileSync(filePath, 'utf8')).toContain('"Vérifications";"6"')
})

test('JSON Lines: signed and verifiable; a change anywhere is named', async () => {
  fillDays(station, 1_200)
  const { filePath, progress } = await exportTo('jsonl')
  expect(progress.at(-1)).toEqual([1_200, 1_200])
  expect(await verifyLogFile(filePath, null)).toMatchObject({
    ok: true,
    kind: 'daily-log',
    records: 1_200,
    key: station.keys.signer().kid,
  })
  const lines = readFileSync(filePath, 'utf8').trimEnd().split('\n')
  const broken = async (changed: string[]) => {
    const file = join(place.folder, 'changed.jsonl')
    writeFileSync(file, `${changed.join('\n')}\n`)
    return (await verifyLogFile(file, null)).firstBrokenLine
  }
  expect(await broken(lines.with(700, lines[700]!.replace('"durationSeconds":', '"durationSeconds":1')))).toBe(701)
  expect(await broken(lines.toSpliced(10, 1))).toBe(11)
  expect(await broken(lines.slice(0, -1))).toBe(lines.length)
  expect(await broken([...lines, lines[5]!])).toBe(lines.length + 1)
  expect(await broken(lines.with(0, lines[0]!.replace('"chef"', '"chief"')))).toBe(1)
  expect(await broken([lines[0]!, ...lines.slice(-1)])).toBe(2)
})

test('PDF: paginated, embedded typeface, readable by others', async () => {
  fillDays(station, 180)
  const { filePath } = await exportTo('pdf')
  const document = await PDFDocument.load(readFileSync(filePath))
  expect(document.getPageCount()).toBeGreaterThan(3)
  expect(document.getTitle()).toBe('Journal des vérifications')
  expect(document.getPage(0).getSize()).toEqual({ width: 842, height: 595 })
  const font = fontkit.create(
    woffToTrueType(readFileSync(join(fontsFolder, 'atkinson-hyperlegible-next-latin-400-normal.woff'))),
  )
  expect(font.glyphForCodePoint('é'.codePointAt(0)!).advanceWidth).toBeGreaterThan(0)
})

test('an export is audited, owner-only, and can be cancelled without leaving a file', async () => {
  fillDays(station, 3_000)
  const { filePath } = await exportTo('csv')
  if (process.platform !== 'win32') expect(statSync(filePath).mode & 0o077).toBe(0)
  const audited = station.store.db
    .prepare(`SELECT count(*) AS n FROM audit WHERE body LIKE '%dailyLog.exported%'`)
    .get()
  expect(audited).toEqual({ n: 1 })
  for (const format of ['csv', 'pdf', 'jsonl'] as const) {
    const stopping = new AbortController()
    const filePath = join(place.folder, `cancelled.${format}`)
    const running = exportTo(format, { signal: stopping.signal, filePath })
    setTimeout(() => stopping.abort(), 1)
    await expect(running).rejects.toThrow('export_cancelled')
    expect(existsSync(filePath)).toBe(false)
  }
  await expect(exportTo('csv', { filePath: join(place.folder, 'missing', 'log.csv') })).rejects.toThrow(
    'export_target_unwritable',
  )
})

test('the rows of a range are found by part of a reference, an outcome, a document; a person by name', async () => {
  fillDays(station, 60)
  const everything = { reference: '', outcome: null, documentType: null }
  const found = (change: object) => station.dailyLog.rows(month, 0, 200, { ...everything, ...change })
  const wanted = found({}).rows[7]!
  const typed = wanted.reference.slice(2, 9).toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o')
  expect(found({ reference: typed }).rows.map(({ packetId }) => packetId)).toContain(wanted.packetId)
  expect(found({ reference: 'UUUUUUUUUU' })).toEqual({ rows: [], total: 0 })
  const refused = found({ outcome: 'refused' })
  expect(new Set(refused.rows.map(({ outcome }) => outcome))).toEqual(new Set(['refused']))
  expect(refused.total).toBe(station.dailyLog.totals(month).byOutcome.find(({ key }) => key === 'refused')!.count)
  const both = found({ outcome: 'refused', documentType: 'passport' })
  expect(both.rows.every((row) => row.documentType === 'passport' && row.outcome === 'refused')).toBe(true)
  expect(both.total).toBeLessThan(refused.total)
  expect(wanted.operatorName).toBe(station.operators.find(wanted.operatorId)!.displayName)
  expect(wanted.operatorName).not.toBe(wanted.operatorId)
  expect(readFileSync((await exportTo('csv')).filePath, 'utf8')).toContain(`"${wanted.operatorName}"`)
})

test('a case tells what is still known of it; one brought in from elsewhere tells only where it is', async () => {
  const { packetId } = station.sealing.seal(approvedFacts(), await station.operators.confirm('claire', testPin))
  const view = station.dailyLog.case(packetId)
  expect(view).toMatchObject({
    row: { packetId, operatorId: 'claire' },
    state: 'queued',
    attempts: 0,
    receivedAt: null,
  })
  expect(view.checks).toContainEqual({ group: 'match', name: 'birth_place', verdict: 'same_by_rule' })
  station.store.db.prepare('DELETE FROM day_rows WHERE packet_id = ?').run(packetId)
  expect(station.dailyLog.case(packetId)).toMatchObject({ row: null, state: 'queued', checks: [], overrides: [] })
  expect(() => station.dailyLog.case(crypto.randomUUID())).toThrow('not_found')
})

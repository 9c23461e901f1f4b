import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openRotatingFile } from './rotating-file.ts'
import { createTechnicalLog, logFolderOf } from './technical-log.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'guichet-log-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('keeps the newest lines in a few files of bounded length, for their owner alone', () => {
  const file = openRotatingFile(folder, 'station', { maxBytes: 100, files: 3 })
  for (let index = 0; index < 50; index += 1) file.write(`line ${index} ${'.'.repeat(20)}\n`)
  expect(readdirSync(folder).sort()).toEqual(['station.1.log', 'station.2.log', 'station.log'])
  for (const name of readdirSync(folder)) {
    expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(100)
    expect(statSync(join(folder, name)).mode & 0o077).toBe(0)
  }
  const kept = ['station.2.log', 'station.1.log', 'station.log'].map((name) => readFileSync(join(folder, name), 'utf8'))
  const numbers = kept
    .join('')
    .match(/line \d+/g)!
    .map((found) => Number(found.slice(5)))
  expect(numbers).toEqual(numbers.map((_, index) => 50 - numbers.length + index))
})

it('writes a line of JSON with what was logged and an error’s stack', () => {
  const log = createTechnicalLog(folder, { toStandardError: false })
  log.info({ native: 'x' }, 'started')
  log.error({ err: new Error('no') }, 'failed')
  const lines = readFileSync(join(logFolderOf(folder), 'station.log'), 'utf8')
    .trim()
    .split('\n')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 30, native: 'x', msg: 'started' },
    { level: 50, err: { message: 'no', stack: expect.stringContaining('technical-log.test') }, msg: 'failed' },
  ])
})

it('goes on where nothing can be written', () => {
  const file = join(folder, 'plain')
  openRotatingFile(folder, 'plain', { maxBytes: 10, files: 2 }).write('x')
  chmodSync(join(folder, 'plain.log'), 0o600)
  expect(() =>
    openRotatingFile(join(file, '..', 'plain.log', 'sub'), 'x', { maxBytes: 9, files: 2 }).write('y'),
  ).not.toThrow()
})

import { expect, test } from 'vitest'
import { drawPage } from '../../tests/eval-mrz/specimen/draw-page.ts'
import { loadGlyphs } from '../../tests/eval-mrz/specimen/glyphs.ts'
import { inventMrz } from '../../tests/eval-mrz/specimen/people.ts'
import { createRandom } from '../../tests/eval-mrz/specimen/random.ts'
import type { MrzText } from './candidate.ts'
import { createLiveReader } from './live-reader.ts'
import type { Picture } from './picture.ts'
import type { Readers, Recogniser } from './recogniser.ts'
import { createMrzResponder } from './worker-protocol.ts'

const now = new Date('2026-06-15T10:00:00Z')
const lines = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']
const text = (first = lines[0] ?? '', second = lines[1] ?? ''): MrzText => ({
  format: 'TD3',
  lines: [first, second],
  confidences: [first, second].map((line) => Array.from(line, () => 99)),
  others: [first, second].map((line) => Array.from(line, () => [])),
  hidden: [first, second].map((line) => Array.from(line, () => false)),
  score: 18,
  weakest: 1,
  by: 'recurrent',
})
/** The same read by both networks. */
const both = (seen: MrzText): MrzText[] => [seen, { ...seen, by: 'convolutional' }]

test('stops at the second frame that agrees', () => {
  const reader = createLiveReader({ now })
  expect(reader.add({ texts: both(text()), hint: null })).toEqual({ scan: null, hint: null, agreeing: 1 })
  expect(reader.add({ texts: both(text()), hint: null }).scan?.capture).toMatchObject({
    certain: true,
    source: 'camera',
    lines,
  })
})

test('two frames that only one network could read are never certain', () => {
  const reader = createLiveReader({ now })
  const scans = Array.from({ length: 4 }, () => reader.add({ texts: [text()], hint: null }).scan)
  expect(scans.every((scan) => scan?.capture.certain !== true)).toBe(true)
})

test('names that the two networks read otherwise are not accepted, whatever the check digits say', () => {
  const reader = createLiveReader({ now })
  const other: MrzText = { ...text((lines[0] ?? '').replace('ANNA', 'ANHA')), by: 'convolutional' }
  for (let i = 0; i < 3; i++) expect(reader.add({ texts: [text(), other], hint: null }).scan).toBeNull()
})

test('a frame with a broken check digit does not count, and a hint is passed on', () => {
  const reader = createLiveReader({ now })
  reader.add({ texts: both(text()), hint: null })
  const bad = text(undefined, `X${(lines[1] ?? '').slice(1)}`)
  expect(reader.add({ texts: both(bad), hint: 'hold_still' })).toEqual({ scan: null, hint: 'hold_still', agreeing: 1 })
})

test('names that differ between frames are not accepted', () => {
  const reader = createLiveReader({ now })
  reader.add({ texts: both(text()), hint: null })
  expect(reader.add({ texts: both(text((lines[0] ?? '').replace('ANNA', 'ANHA'))), hint: null }).scan).toBeNull()
})

test('a doubt that more frames do not settle goes to the clerk, marked', () => {
  const reader = createLiveReader({ now })
  const faint = text()
  faint.confidences[0]![5] = 60
  const scans = Array.from({ length: 4 }, () => reader.add({ texts: both(faint), hint: null }).scan)
  expect(scans.slice(0, 3)).toEqual([null, null, null])
  expect(scans[3]?.capture).toMatchObject({ certain: false, lines, uncertain: [{ line: 0, column: 5 }] })
})

/** As read where glare hides part of the names: nothing is seen of them there. */
function glared(from: number, to: number): MrzText {
  const first = (lines[0] ?? '').slice(0, from) + '<'.repeat(to - from) + (lines[0] ?? '').slice(to)
  const seen = text(first)
  for (let column = from; column < to; column++) {
    seen.confidences[0]![column] = 0
    seen.hidden[0]![column] = true
  }
  return seen
}

test('glare that wanders hides nothing that was bare in other frames', () => {
  const reader = createLiveReader({ now })
  const zones = [
    [5, 9],
    [12, 16],
    [20, 24],
  ] as const
  const scans = zones.map(([from, to]) => reader.add({ texts: both(glared(from, to)), hint: null }).scan)
  expect(scans.slice(0, 2)).toEqual([null, null])
  expect(scans[2]?.capture).toMatchObject({ lines, certain: true })
})

test('what glare hides in every frame stays uncertain', () => {
  const reader = createLiveReader({ now })
  const scans = Array.from({ length: 6 }, () => reader.add({ texts: both(glared(5, 9)), hint: null }).scan)
  expect(scans.some((scan) => scan?.capture.certain)).toBe(false)
})

test('a document taken away is forgotten, at once on reset', () => {
  const reader = createLiveReader({ now })
  reader.add({ texts: both(text()), hint: null })
  for (let i = 0; i < 8; i++) reader.add({ texts: [], hint: 'no_document' })
  expect(reader.add({ texts: both(text()), hint: null }).agreeing).toBe(1)
  reader.reset()
  expect(reader.add({ texts: both(text()), hint: null }).agreeing).toBe(1)
})

const readersOf = (recogniseLine: Recogniser['recogniseLine']): Readers => ({
  quick: { kind: 'convolutional', recogniseLine },
  thorough: { kind: 'recurrent', recogniseLine },
})

test('the responder answers every message, failures with their code', async () => {
  const responder = createMrzResponder(async () => readersOf(async () => ({ text: '', symbols: [] })))
  const picture = { width: 8, height: 8, data: new Uint8Array(64).fill(250) }
  expect(await responder({ id: 1, type: 'frame', picture })).toEqual({
    id: 1,
    type: 'failed',
    code: 'mrz_recogniser_unavailable',
  })
  expect(await responder({ id: 2, type: 'start', paths: { langPath: '.' } })).toEqual({ id: 2, type: 'ready' })
  expect(await responder({ id: 3, type: 'frame', picture })).toEqual({
    id: 3,
    type: 'seen',
    hint: 'no_document',
    agreeing: 0,
  })
  expect(await responder({ id: 4, type: 'image', picture })).toEqual({ id: 4, type: 'failed', code: 'mrz_not_found' })
  const broken = { ...picture, width: 9 }
  expect(await responder({ id: 5, type: 'image', picture: broken })).toEqual({
    id: 5,
    type: 'failed',
    code: 'mrz_image_unreadable',
  })
  expect(await responder({ id: 6, type: 'reset' })).toEqual({ id: 6, type: 'ready' })
})

/** The right lines with one digit of the second misread, so that its check digit fails. */
const misread = (column: number): MrzText => {
  const second = lines[1] ?? ''
  const digit = second.charAt(column) === '7' ? '1' : '7'
  const seen = text(undefined, second.slice(0, column) + digit + second.slice(column + 1))
  seen.confidences[1]![column] = 60
  return seen
}

test('four readings that err at different places go to the clerk once their judgement has no problem', () => {
  const reader = createLiveReader({ now })
  const scans = [1, 4, 16, 24].map((column) => reader.add({ texts: both(misread(column)), hint: null }).scan)
  expect(scans.slice(0, 3)).toEqual([null, null, null])
  expect(scans[3]?.capture).toMatchObject({ lines, certain: false })
  expect(scans[3]?.reading.problems).toEqual([])
})

test('what six frames read alike against a check digit is printed so, and the clerk is told', () => {
  const reader = createLiveReader({ now })
  const wrong = `${(lines[1] ?? '').slice(0, 43)}7`
  const scans = Array.from({ length: 6 }, () => reader.add({ texts: both(text(undefined, wrong)), hint: null }).scan)
  expect(scans.slice(0, 5)).toEqual([null, null, null, null, null])
  expect(scans[5]?.capture).toMatchObject({ certain: false, lines: [lines[0], wrong] })
  expect(scans[5]?.reading.problems.map(({ code }) => code)).toEqual(['mrz_check_digit_failed'])
})

async function page(): Promise<Picture> {
  const random = createRandom(21)
  const style = { variation: 0.1, noise: 0.1, tilt: 0, perspective: 0, turns: 0, pitch: 18, share: 0.9 }
  return drawPage('TD3', inventMrz(random, 'TD3'), await loadGlyphs(), random, style).image
}

test('requests are answered in their order: nothing of a frame is left after a reset that followed it', async () => {
  const asked: string[] = []
  const answer = createMrzResponder(async () =>
    readersOf(async () => {
      asked.push('line')
      await new Promise((resolve) => setTimeout(resolve, 5))
      return { text: '', symbols: [] }
    }),
  )
  const picture = await page()
  await answer({ id: 1, type: 'start', paths: { langPath: '.' } })
  const frame = answer({ id: 2, type: 'frame', picture }).then(() => asked.push('seen'))
  const reset = answer({ id: 3, type: 'reset' }).then(() => asked.push('reset'))
  await Promise.all([frame, reset])
  expect(asked.slice(-2)).toEqual(['seen', 'reset'])
  expect(asked.filter((what) => what === 'line').length).toBeGreaterThan(0)
})

test('two frames that agree go to the clerk at once where what is in doubt is printed so', () => {
  const reader = createLiveReader({ now })
  const unknown = (lines[0] ?? '').replace('UTO', 'ZZW')
  const scans = [1, 2].map(() => reader.add({ texts: both(text(unknown)), hint: null }).scan)
  expect(scans[0]).toBeNull()
  expect(scans[1]?.capture.certain).toBe(false)
  expect(scans[1]?.capture.uncertain.map(({ why }) => why)).toEqual(Array(3).fill('unknown_code'))
})

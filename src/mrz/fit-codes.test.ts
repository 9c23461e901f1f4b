import { describe, expect, test } from 'vitest'
import type { MrzText } from './candidate.ts'
import { fitCodes } from './fit-codes.ts'
import { settleReadings } from './settle.ts'

const td3 = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']

/** The specimen with another nationality as read, and what the recogniser thought of its first letter besides. */
function mrz(issuer: string, nationality: string, others: { char: string; share: number }[] = []): MrzText {
  const lines = [td3[0]!.replace('UTO', issuer), td3[1]!.replace('UTO', nationality)]
  const empty = lines.map((line) => Array.from(line, (): { char: string; share: number }[] => []))
  empty[1]![10] = others
  const confidences = lines.map((line) => Array.from(line, () => 99))
  const hidden = lines.map((line) => Array.from(line, () => false))
  return { format: 'TD3', lines, confidences, others: empty, hidden, score: 15, weakest: 1, by: 'recurrent' }
}
const nationalityOf = ({ lines }: MrzText): string => lines[1]!.slice(10, 13)

test('a known code stays', () => {
  expect(fitCodes(mrz('UTO', 'FRA'))).toEqual(mrz('UTO', 'FRA'))
})

test('an unknown one becomes the issuer it looks like', () => {
  expect(nationalityOf(fitCodes(mrz('UTO', 'UT0')))).toBe('UTO')
})

test('an unknown one becomes the code the recogniser thought of', () => {
  expect(nationalityOf(fitCodes(mrz('UTO', 'HAR', [{ char: 'M', share: 0.3 }])))).toBe('MAR')
})

test('between two codes as likely nothing is chosen', () => {
  const others = [
    { char: 'A', share: 0.3 },
    { char: 'R', share: 0.3 },
  ]
  expect(nationalityOf(fitCodes(mrz('UTO', 'QUS', others)))).toBe('QUS')
})

test('what was chosen is never certain, and the clerk is pointed to it', () => {
  const read = mrz('UTO', 'UTQ')
  const { capture } = settleReadings([read, read, read], 'image', new Date('2026-06-15T10:00:00Z'))
  expect(capture.lines).toEqual(td3)
  expect(capture.certain).toBe(false)
  expect(capture.uncertain).toContainEqual({ line: 1, column: 12 })
})

describe('the letter that says a document’s kind', () => {
  /** The specimen of which the recogniser read another first letter, and thought so much of a P besides. */
  const codeRead = (code: string, share: number): MrzText => {
    const read = mrz('UTO', 'UTO')
    const others = read.others.map((row, line) => row.map((own, i) => (line + i === 0 ? [{ char: 'P', share }] : own)))
    return { ...read, lines: [code + td3[0]!.slice(2), td3[1]!], others }
  }
  const codeOf = ({ lines }: MrzText): string => lines[0]!.slice(0, 2)

  test('where no document begins so, is the one thought of besides, and stays unsure', () => {
    expect(codeOf(fitCodes(codeRead('L<', 0.3)))).toBe('P<')
    const { capture } = settleReadings([codeRead('L<', 0.3), codeRead('L<', 0.3)], 'image', new Date('2026-06-15'))
    expect(capture.lines).toEqual(td3)
    expect(capture.uncertain).toContainEqual({ line: 0, column: 0 })
  })

  test('stays where nothing speaks for another: a licence is none of ours', () => {
    expect(codeOf(fitCodes(codeRead('D<', 0.03)))).toBe('D<')
  })

  test('stays where documents begin so, however it goes on: vehicle papers are not identity cards', () => {
    const read = mrz('UTO', 'UTO')
    const others = read.others.map((row, line) =>
      row.map((own, i) => (line + i === 0 ? [{ char: 'I', share: 0.9 }] : own)),
    )
    const paper: MrzText = { ...read, format: 'TD2', lines: [`CR${td3[0]!.slice(2)}`, td3[1]!], others }
    expect(codeOf(fitCodes(paper))).toBe('CR')
  })
})

import { stringify } from 'csv-stringify/sync'
import { expect, test } from 'vitest'
import { csvLine } from './csv-line.ts'

const starts = [
  '',
  '=',
  '+',
  '-',
  '@',
  '\t',
  '\r',
  '\n',
  '＝',
  '＋',
  '－',
  '＠',
  '"',
  "'",
  ' ',
  'é',
  ';',
  ',',
  '﻿',
  '0',
]
const rests = ['', '1+1', 'a;b,c', 'say "yes"', '""', 'two\r\nlines', 'Müller, Jörg', '\u0000', '=2']
const cells = starts.flatMap((start) => rests.map((rest) => start + rest))

test.each([';', ','])('a record with “%s” between its fields is quoted as csv-stringify quotes it', (delimiter) => {
  const options = { delimiter, quoted: true, quoted_empty: true, escape_formulas: true }
  const byLibrary = (record: string[]) => stringify([record], { ...options, record_delimiter: 'windows' })
  for (const cell of cells) expect(csvLine([cell, 'x'], delimiter)).toBe(byLibrary([cell, 'x']))
  expect(csvLine(cells, delimiter)).toBe(byLibrary(cells))
})

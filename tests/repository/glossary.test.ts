import { describe, expect, test } from 'vitest'
import { english } from '../../src/texts/english.ts'
import { french } from '../../src/texts/french.ts'
import { readProjectFile } from './project-files.ts'

// One word for each thing: docs/glossary.md against every text that people read.

type Tree = { readonly [key: string]: string | Tree }

const flatten = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as [string, string]] : flatten(value, `${path}${key}.`),
  )

const texts = { fr: flatten(french as Tree), en: flatten(english as Tree) }
type Language = keyof typeof texts

/** The rows of the table under a heading, cell by cell, without its head. */
function rowsUnder(heading: string): string[][] {
  const section = readProjectFile('docs/glossary.md').split(`\n## ${heading}\n`)[1]!.split('\n## ')[0]!
  const lines = section.split('\n').filter((line) => line.startsWith('|'))
  return lines.slice(2).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
}

const listed = (cell: string): string[] => cell.split(', ').filter((word) => word !== '')

/** A word as it stands in a text, plural included; a beginning of words where `open`. */
const patternOf = (word: string, open: boolean): RegExp =>
  new RegExp(`(?<![\\p{L}])${word.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}${open ? '' : 's?(?![\\p{L}])'}`, 'iu')

const found = (language: Language, word: string, open = false, within: readonly string[] = ['']): string[] =>
  texts[language]
    .filter(([key]) => within.some((area) => key.startsWith(area)))
    .filter(([, text]) => patternOf(word, open).test(text))
    .map(([key, text]) => `${key}: ${text}`)

describe('the glossary', () => {
  const words = rowsUnder('Words')

  test('has rows, each with its word in both languages', () => {
    expect(words.length).toBeGreaterThan(10)
    for (const [thing, , fr, en] of words) expect([thing, fr, en]).not.toContain('')
  })

  test('gives no thing a word that it forbids another', () => {
    for (const [column, forbidden] of [
      [2, 4],
      [3, 5],
    ] as const) {
      const given = words.flatMap((row) => listed(row[column]!))
      expect(given.filter((word) => words.some((row) => listed(row[forbidden]!).includes(word)))).toEqual([])
    }
  })

  test.each(words.flatMap((row) => listed(row[4]!)))('no French text says “%s”', (word) => {
    expect(found('fr', word)).toEqual([])
  })

  test.each(words.flatMap((row) => listed(row[5]!)))('no English text says “%s”', (word) => {
    expect(found('en', word)).toEqual([])
  })

  const decisions = rowsUnder('Two decisions')

  test.each(decisions)('%s has no word of the other’s', (_decision, _code, _fr, _en, notFrench, notEnglish, areas) => {
    const within = listed(areas!.replaceAll('`', ''))
    for (const area of within) expect(texts.fr.some(([key]) => key.startsWith(area))).toBe(true)
    expect(listed(notFrench!).flatMap((word) => found('fr', word, true, within))).toEqual([])
    expect(listed(notEnglish!).flatMap((word) => found('en', word, true, within))).toEqual([])
  })

  test('says of each decision the words that the screens have', () => {
    for (const [index, area] of [
      [0, 'words.outcome'],
      [1, 'words.central'],
    ] as const)
      for (const [language, column] of [
        ['fr', 2],
        ['en', 3],
      ] as const) {
        const shown = texts[language].filter(([key]) => key.startsWith(area)).map(([, text]) => text)
        for (const word of listed(decisions[index]![column]!)) expect(shown.join('\n')).toContain(word)
      }
  })
})

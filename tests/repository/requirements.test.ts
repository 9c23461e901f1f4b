import { describe, expect, test } from 'vitest'
import { listProjectFiles, readProjectFile } from './project-files.ts'

const page = 'docs/requirements.md'
const stated = new Set(
  [...readProjectFile(page).matchAll(/^\| (R\d+|(?:standards|learnt) \d+)\s+\|/gm)].map(([, id]) => id!),
)

/** `R10`, `standards 7`, and each of `standards 7 and 8`; `R4/R5` gives both. */
function citationsIn(text: string): string[] {
  const facts = [...text.matchAll(/(?<![\w'"`#.&/-])R(\d{1,2})(?![\w'"`-])/g)].map(([, number]) => `R${number}`)
  const points = [...text.matchAll(/\b(standards|learnt) (\d{1,2}(?:(?:, | and |-)\d{1,2})*)/g)].flatMap(
    ([, kind, numbers]) => numbers!.match(/\d+/g)!.map((number) => `${kind} ${number}`),
  )
  return [...facts, ...points]
}

const citing = listProjectFiles('{src,electron,tests}/**/*.{ts,tsx}', 'docs/**/*.md', '*.md')
  .filter((path) => path !== page && !path.startsWith('tests/repository/'))
  .map((path) => ({ path, citations: citationsIn(readProjectFile(path)) }))
  .filter(({ citations }) => citations.length > 0)

describe('the requirements', () => {
  test('are numbered once, and there are all of them', () => {
    const kinds = ['R', 'standards', 'learnt'].map((kind) => [...stated].filter((id) => id.startsWith(kind)).length)
    expect(kinds).toEqual([33, 17, 10])
  })

  test('are cited by their numbers in code and documents, and every number cited is stated', () => {
    expect(citing.length).toBeGreaterThan(20)
    const unknown = citing.flatMap(({ path, citations }) =>
      citations.filter((id) => !stated.has(id)).map((id) => `${path} cites ${id}`),
    )
    expect(unknown).toEqual([])
  })

  test('are cited by nothing but these: no page that the repository lacks', () => {
    const elsewhere = listProjectFiles('{src,electron}/**/*.{ts,tsx}').filter((path) =>
      /\(mission\b/.test(readProjectFile(path)),
    )
    expect(elsewhere).toEqual([])
  })

  test.each([
    ['exact match (R10)', ['R10']],
    ['(standards 7 and 8)', ['standards 7', 'standards 8']],
    ['learnt 3', ['learnt 3']],
    ["a sign 'R2' and R2-D2, PR4", []],
  ])('a citation is recognised: %s', (text, ids) => expect(citationsIn(text)).toEqual(ids))
})

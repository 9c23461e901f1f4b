import { expect, test } from 'vitest'
import { listProjectFiles, readProjectFile } from './project-files.ts'

const page = readProjectFile('docs/federation.md')
const contract = page.slice(page.indexOf('## The contract'), page.indexOf('## Claims'))
const rows = contract
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\| -+ \||where it is tested/.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
const citations = rows.map(([, point, tests]) => ({
  point: point!,
  tests: [...tests!.matchAll(/`([^`]+)`: “([^”]+)”/g)].map(([, path, title]) => ({ path: path!, title: title! })),
}))
/** As a title stands in a test: between quotes, and its apostrophes typographic. */
const hasTest = (source: string, title: string) => source.includes(`'${title}'`)

test('every point of the contract with a hub, and every clause of the standards, names tests that are there', () => {
  expect(citations.length).toBeGreaterThan(40)
  const files = new Set(listProjectFiles('{src,tests}/**/*.{test,e2e}.ts'))
  const missing = citations.flatMap(({ point, tests }) => {
    if (tests.length === 0) return [`${point}: no test`]
    return tests
      .filter(({ path, title }) => !files.has(path) || !hasTest(readProjectFile(path), title))
      .map(({ path, title }) => `${path}: ${title}`)
  })
  expect(missing).toEqual([])
})

test('a title that no test has is found out', () =>
  expect(hasTest("test('a code lives 30 seconds', …)", 'a code lives for ever')).toBe(false))

import { globSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ChipCheckName } from '../../src/contract/check.ts'

const root = new URL('../../', import.meta.url).pathname
const texts = (language: string): Record<string, string> =>
  JSON.parse(readFileSync(`${root}assets/texts/${language}/chip-reasons.json`, 'utf8'))

/** Reasons in the source: literals beside the word "reason" or given to `fail`, and members of types named …Reason. */
function reasonsIn(source: string): string[] {
  const lines = source.split('\n').filter((line) => /\breason\b|\bfail\(/.test(line) && !line.includes('Failure('))
  const unions = Array.from(source.matchAll(/type \w+Reason =([^]*?)\n\n/g), ([, members = '']) => members)
  const literals = [...lines, ...unions].join('\n').matchAll(/'([a-z]+(?:_[a-z0-9]+)+)'/g)
  return Array.from(literals, ([, reason = '']) => reason)
}

const files = globSync('src/emrtd/**/*.ts', { cwd: root }).filter((file) => !/\.test\.ts$/.test(file))
// A verdict beside its reason is none.
const names: readonly string[] = [...ChipCheckName.options, 'not_possible']
const used = [...new Set(files.flatMap((file) => reasonsIn(readFileSync(root + file, 'utf8'))))].filter(
  (one) => !names.includes(one),
)

it.each(['fr', 'en'])('every reason of a chip check has a text in %s', (language) => {
  expect(used.length).toBeGreaterThan(30)
  expect(used.filter((reason) => !(texts(language)[reason] ?? '').endsWith('.'))).toEqual([])
})

it('both languages explain the same reasons', () => {
  expect(Object.keys(texts('fr'))).toEqual(Object.keys(texts('en')))
})

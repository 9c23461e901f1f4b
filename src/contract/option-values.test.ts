import { parseArgs } from 'node:util'
import { expect, test } from 'vitest'
import { joinOptionValues } from './option-values.ts'

const options = { key: { type: 'string' }, head: { type: 'string' }, suspend: { type: 'boolean' } } as const
const read = (...args: string[]) => {
  const { values, positionals } = parseArgs({ args: joinOptionValues(args, options), options, allowPositionals: true })
  return { ...values, positionals }
}

test.each([
  ['a value that begins with a letter', ['f', '--key', 'Ab'], { key: 'Ab', positionals: ['f'] }],
  ['one hyphen', ['f', '--key', '-Ab'], { key: '-Ab', positionals: ['f'] }],
  ['two hyphens', ['--key', '--Ab', 'f'], { key: '--Ab', positionals: ['f'] }],
  ['hyphens alone', ['--key', '--'], { key: '--', positionals: [] }],
  ['joined by whoever typed it', ['--key=-Ab', '--head', '-1'], { key: '-Ab', head: '-1', positionals: [] }],
  ['a switch before', ['--suspend', '--key', '-Ab'], { suspend: true, key: '-Ab', positionals: [] }],
])('%s', (_, args, found) => {
  expect(read(...args)).toEqual(found)
})

test.each([
  ['no value before another option', ['--key', '--head', '1']],
  ['no value before a joined option', ['--key', '--head=1']],
  ['no value before a switch', ['--key', '--suspend']],
  ['no value at the end', ['f', '--key']],
  ['an unknown option', ['--kye', 'x']],
  ['an option that objects have by themselves', ['--constructor', 'x']],
])('%s is refused', (_, args) => {
  expect(() => read(...args)).toThrow()
})

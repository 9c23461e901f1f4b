import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { refuseUnknown, unknownVariables } from '../../src/contract/variables.ts'

/** Every name that the product's sources, its build and its documents say; `GUICHET_PKCS11_*` means several. */
const said = execFileSync(
  'git',
  ['grep', '-hoE', 'GUICHET_[A-Z0-9_]+', '--', 'src', 'electron', 'scripts', 'packaging', 'docs', 'README.md', '*.ts'],
  { encoding: 'utf8' },
).split('\n')
const set = (name: string) => ({ [name]: 'x' })
const misspelt = ['GUICHET_MOD', 'GUICHET_ENVIROMENT', 'GUICHET_', 'GUICHET_MODE_', 'GUICHET_mode', 'GUICHET_TESTS']

test('every variable that is said anywhere is known', () => {
  const names = [...new Set(said)].filter((name) => name !== '' && !name.endsWith('_') && !misspelt.includes(name))
  expect(names.length).toBeGreaterThan(50)
  expect(names.filter((name) => unknownVariables(set(name)).length > 0)).toEqual([])
})

test('every variable that is known is said somewhere', async () => {
  const { readFile } = await import('node:fs/promises')
  const text = await readFile('src/contract/variables.ts', 'utf8')
  const listed = [...text.matchAll(/'([A-Z0-9_]+)'/g)].map(([, name]) => `GUICHET_${name}`).slice(1)
  expect(listed.length).toBeGreaterThan(50)
  expect(listed.filter((name) => !said.includes(name))).toEqual([])
})

test.each(misspelt)('%s stops the start, and is named without its value', (name) => {
  const refused = () => refuseUnknown({ ...set(name), PATH: '/bin', GUICHET_MODE: 'training' })
  expect(refused).toThrow(z.ZodError)
  expect(refused).toThrow(name)
})

test('what is not ours is nobody’s business', () =>
  expect(() => refuseUnknown({ GUICHE_MODE: 'x', PATH: '/' })).not.toThrow())

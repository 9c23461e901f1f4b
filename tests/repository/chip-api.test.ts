import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { chipCheckNames, emrtdFailureCodes } from '../../src/emrtd/verify.ts'

const root = new URL('../../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, root), 'utf8')
const page = read('docs/chip-api.md')
const isNamed = (name: string) => new RegExp(`\\b${name}\\b`).test(page)

/** Names in the export lists of an entry, types among them. */
function exportsOf(entry: string): string[] {
  const lists = read(`src/emrtd/${entry}.ts`).matchAll(/export (?:type )?\{([^}]*)\}/g)
  return Array.from(lists, ([, names = '']) => names.split(',')).flatMap((names) =>
    names.map((name) => name.replace(/^\s*type /, '').trim()).filter((name) => name !== ''),
  )
}

it.each(['read', 'verify', 'witness'])('the API page names what the entry %s exports', (entry) => {
  const names = exportsOf(entry)
  expect(names.length).toBeGreaterThan(5)
  expect(names.filter((name) => !isNamed(name))).toEqual([])
})

it('the API page names every failure code, check and reason', () => {
  // Of these two the kiosk is the judge: a picture that cannot be shown, and `inspect`'s own files.
  const others = ['data_group_unreadable', 'unusable_file']
  const reasons = Object.keys(JSON.parse(read('assets/texts/en/chip-reasons.json'))).filter(
    (one) => !others.includes(one),
  )
  expect([...emrtdFailureCodes, ...chipCheckNames, ...reasons].filter((name) => !isNamed(name))).toEqual([])
})

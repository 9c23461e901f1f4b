import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failureAreas, FailureEntry } from '../../src/contract/failure.ts'

const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'docs', 'failure-codes')

/** What raises codes: the product's own sources, not the list of codes and not a screen that only reacts to one. */
const raising = ['src', 'electron']
  .flatMap((place) =>
    readdirSync(join(root, place), { recursive: true, encoding: 'utf8' }).map((name) => join(place, name)),
  )
  .filter((name) => /\.tsx?$/.test(name) && !/\.test\.|contract\/failures\/|screens\/recovery\.ts/.test(name))
  .map((name) => readFileSync(join(root, name), 'utf8'))
  .join('\n')
const isRaised = (code: string) => raising.includes(`'${code}'`)

describe('failure codes', () => {
  it.each(Object.entries(failureAreas))(
    'documents every code of "%s", and no other, in French and English',
    (area, codes) => {
      const entries = JSON.parse(readFileSync(join(folder, `${area}.json`), 'utf8')) as Record<string, unknown>
      expect(Object.keys(entries).sort()).toEqual([...codes].sort())
      for (const [code, entry] of Object.entries(entries)) {
        const parsed = FailureEntry.safeParse(entry)
        expect(parsed.error?.issues, code).toBeUndefined()
        expect(parsed.data!.fr, `${code} is not translated`).not.toEqual(parsed.data!.en)
      }
    },
  )

  it('has no code that nothing raises', () => {
    expect(isRaised('code_of_nobody')).toBe(false)
    const all = Object.values(failureAreas).flat()
    expect(all.filter((code) => !isRaised(code))).toEqual([])
  })

  it('has one file per area and no code twice', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.json'))
    expect(files.sort()).toEqual(
      Object.keys(failureAreas)
        .map((area) => `${area}.json`)
        .sort(),
    )
    const all = Object.values(failureAreas).flat()
    expect(new Set(all).size).toBe(all.length)
  })
})

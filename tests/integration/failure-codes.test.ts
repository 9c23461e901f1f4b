import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failureAreas, FailureEntry } from '../../src/contract/failure.ts'

const folder = join(import.meta.dirname, '..', '..', 'docs', 'failure-codes')

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

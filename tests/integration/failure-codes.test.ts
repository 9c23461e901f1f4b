import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failureAreas } from '../../src/contract/failure.ts'

const root = join(import.meta.dirname, '..', '..')

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
  it('has no code that nothing raises', () => {
    expect(isRaised('code_of_nobody')).toBe(false)
    const all = Object.values(failureAreas).flat()
    expect(all.filter((code) => !isRaised(code))).toEqual([])
  })
})

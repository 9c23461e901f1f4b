import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const usesIsPending = (text: string) => /\sisPending\b/.test(text.replace(/\/\*[^]*?\*\//g, ''))

test('no control announces itself as pending in a live region that has no name (axe: aria-live without content)', () => {
  expect(usesIsPending('<Button isPending={pending}>')).toBe(true)
  expect(usesIsPending('/** not isPending */ <ActionButton pending={pending}>')).toBe(false)
  const root = join(import.meta.dirname, '..', '..')
  const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'))
  expect(sources.length).toBeGreaterThan(50)
  expect(sources.filter((name) => usesIsPending(readFileSync(join(root, name), 'utf8')))).toEqual([])
})

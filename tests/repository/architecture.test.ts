import { existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { listProjectFiles, readProjectFile, root } from './project-files.ts'

const page = readProjectFile('docs/architecture.md')
const sectionOf = (title: string): string => page.split(`## ${title}\n`)[1]!.split('\n## ')[0]!
/** Cells of each row of the section's table whose first cell is a path. */
const rowsOf = (title: string): string[][] =>
  [...sectionOf(title).matchAll(/^\| `([^`]+)`\s*\|(.*)\|$/gm)].map(([, path, rest]) => [
    path!,
    ...rest!.split('|').map((cell) => cell.trim()),
  ])
const foldersIn = (path: string): string[] =>
  readdirSync(join(root, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${path}/${name}`)

describe('docs/architecture.md and the tree', () => {
  const layers = rowsOf('Layers')

  test('the layers are the folders of src, and electron', () =>
    expect(layers.map(([path]) => path!).sort()).toEqual([...foldersIn('src'), 'electron'].sort()))

  test('each layer is a TypeScript project of its own, and its imports are restricted', () => {
    const { references } = JSON.parse(readProjectFile('tsconfig.json')) as { references: { path: string }[] }
    const { forbidden } = createRequire(import.meta.url)('../../.dependency-cruiser.cjs') as {
      forbidden: { name: string }[]
    }
    const rules = forbidden.map(({ name }) => name)
    for (const [path] of layers) {
      expect(references.map(({ path }) => path)).toContain(path)
      expect(
        rules.some((name) => name.startsWith(`${path!.replace('src/', '')}-imports`)),
        path,
      ).toBe(true)
    }
  })

  test('the map has every folder of every layer, and says what is in it', () => {
    const map = rowsOf('Map')
    const there = foldersIn('src').flatMap(foldersIn)
    expect(map.map(([path]) => path!).sort()).toEqual(there.sort())
    for (const [path, what] of map) expect(what, path).toMatch(/.{8}/)
  })

  test('the walks pass through files that are there', () => {
    const files = [...sectionOf('Walks').matchAll(/`([^`]+\/[^`]+)`/g)].map(([, path]) => path!)
    expect(files.length).toBeGreaterThan(40)
    expect(files.filter((path) => !existsSync(join(root, path)))).toEqual([])
  })
})

test('every path that a document names is there', () => {
  const named = listProjectFiles('docs/**/*.md', '*.md').flatMap((document) =>
    [...readProjectFile(document).matchAll(/`((?:src|electron|tests|scripts|assets|docs)\/[\w./-]+)`/g)].map(
      ([, path]) => ({ document, path: path! }),
    ),
  )
  expect(named.length).toBeGreaterThan(80)
  expect(named.filter(({ path }) => !existsSync(join(root, path)))).toEqual([])
})

import { describe, expect, test } from 'vitest'
import { readProjectFile } from './project-files.ts'

type Names = Record<string, string>
const { dependencies, optionalDependencies, devDependencies } = JSON.parse(readProjectFile('package.json')) as {
  dependencies: Names
  optionalDependencies: Names
  devDependencies: Names
}

/** Rows of one section's table: name, reason, licence, newest release, replacement. */
function rowsOf(title: string): string[][] {
  const section = readProjectFile('docs/dependencies.md').split(`## ${title}`)[1]!.split('\n## ')[0]!
  const rows = section.split('\n').filter((line) => line.startsWith('| `'))
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim().replaceAll('`', '')),
  )
}

/** What the installed package says of itself; older ones say it as an object. */
function licenceOf(name: string): string | null {
  try {
    const { license } = JSON.parse(readProjectFile(`node_modules/${name}/package.json`)) as {
      license: string | { type: string }
    }
    return typeof license === 'string' ? license : license.type
  } catch {
    return null
  }
}

const taken = [
  ['What runs in the product', { ...dependencies, ...optionalDependencies }],
  ['What builds and tests it', devDependencies],
] as const

describe.each(taken)('dependencies: %s', (title, names) => {
  const rows = rowsOf(title)
  test('each has one row, and each row is of one', () =>
    expect(rows.map(([name]) => name).sort()).toEqual(Object.keys(names).sort()))

  test('each has a reason and a replacement', () => {
    for (const cells of rows)
      expect(
        cells.filter((cell) => cell !== ''),
        cells[0],
      ).toHaveLength(5)
  })

  test('each is under the licence that it states', () => {
    for (const [name, , licence] of rows) {
      const stated = licenceOf(name!)
      if (stated === null) expect(Object.keys(optionalDependencies), `${name} is installed`).toContain(name)
      else expect([name, licence]).toEqual([name, stated])
    }
  })

  test('each is exact: what was tested is what is installed', () => {
    for (const version of Object.values(names)) expect(version).toMatch(/^(npm:.+@)?\d+\.\d+\.\d+$/)
  })
})

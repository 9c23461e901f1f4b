import { globSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'

export const root = join(import.meta.dirname, '../..')

const generated = new Set(['node_modules', 'dist', 'out', 'reports', 'coverage', 'test-results', 'playwright-report'])

export const readProjectFile = (path: string): string => readFileSync(join(root, path), 'utf8')

/** Paths relative to the project's root, with slashes; nothing generated and no folder of tools, whose names begin with a dot. */
export function listProjectFiles(...patterns: string[]): string[] {
  const found = globSync(patterns, { cwd: root, exclude: (name) => generated.has(name) || name.startsWith('.') })
  return found.map((path) => path.split(sep).join('/')).sort()
}

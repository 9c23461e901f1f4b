import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../../..')
const languages = ['fr', 'en'] as const
/** Files of other areas: their keys are data (codes of rules, reasons, features), looked up by template only. */
const dataFiles = ['match', 'reasons', 'documents', 'features', 'chip-reasons']

function keysOf(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return [path]
  return Object.entries(value as object).flatMap(([key, inner]) => keysOf(inner, path ? `${path}.${key}` : key))
}
const withoutPlural = (key: string) => key.replace(/_(one|other|many)$/, '')

function namesOf(language: string): string[] {
  return readdirSync(join(root, 'assets/translations', language)).map((file) => file.replace('.json', ''))
}
function readKeys(language: string, name: string): string[] {
  const path = join(root, 'assets/translations', language, `${name}.json`)
  return [...new Set(keysOf(JSON.parse(readFileSync(path, 'utf8'))).map(withoutPlural))].sort()
}

function sourcesIn(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.'))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n')
}
const source = ['src/ui', 'src/design'].map((folder) => sourcesIn(join(root, folder))).join('\n')
const literal = new Set([...source.matchAll(/['"`]([a-z-]+:[A-Za-z0-9_.]+)['"`]/g)].map(([, key]) => key!))
/** `frame:place.${place}` uses every key that fits. */
const templates = [...source.matchAll(/`([a-z-]+:[^`]*\$\{[^`]*)`/g)].map(
  ([, text]) => new RegExp(`^${text!.replace(/[.+]/g, '\\$&').replace(/\$\{[^}]*\}/g, '.+')}$`),
)
const isUsed = (key: string) => literal.has(key) || templates.some((template) => template.test(key))

describe('translations', () => {
  it('has the same files in both languages', () => {
    expect(namesOf('fr')).toEqual(namesOf('en'))
  })
  it.each(namesOf('fr'))('%s has the same keys in both languages', (name) => {
    expect(readKeys('fr', name)).toEqual(readKeys('en', name))
  })
  it('translates every key the interface names', () => {
    const known = new Set(namesOf('fr').flatMap((name) => readKeys('fr', name).map((key) => `${name}:${key}`)))
    expect([...literal].filter((key) => !known.has(key) && namesOf('fr').includes(key.split(':')[0]!))).toEqual([])
  })
  it('holds no key that nothing uses', () => {
    const own = namesOf('fr').filter((name) => !dataFiles.includes(name))
    const unused = own
      .flatMap((name) => readKeys('fr', name).map((key) => `${name}:${key}`))
      .filter((key) => !isUsed(key))
    expect(unused).toEqual([])
  })
  it.each(languages)('leaves no text empty in %s', (language) => {
    for (const name of namesOf(language))
      expect(readFileSync(join(root, 'assets/translations', language, `${name}.json`), 'utf8')).not.toMatch(/: ""/)
  })
})

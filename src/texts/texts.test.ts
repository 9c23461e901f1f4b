import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { consentTextVersions } from '../contract/consent-texts.ts'
import { failureAreas, FailureText } from '../contract/failure.ts'
import { english } from './english.ts'
import { french } from './french.ts'
import { isTextKey, textsIn } from './texts-in.ts'

const root = join(import.meta.dirname, '../..')
const languages = { fr: french, en: english } as const
/**
 * Texts of codes: looked up by template only, and the codes' own tests say that each has one; and the citizen's screen, whose sentences
 * are typed by their form (citizen-screen.ts).
 */
const codeAreas = ['citizen', 'match', 'reasons', 'features', 'chip-reasons', 'central-reasons', 'failures']

function flatten(texts: object, path = ''): [key: string, text: string][] {
  return Object.entries(texts).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'string'
      ? [[`${path}${key}`, inner]]
      : flatten(inner as object, `${path}${key}${path ? '.' : ':'}`),
  )
}
const withoutPlural = (key: string) => key.replace(/_(one|other|many)$/, '')
const keysOf = (texts: object) => [...new Set(flatten(texts).map(([key]) => withoutPlural(key)))].sort()

const source = ['src', 'electron', 'scripts']
  .flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx,mjs}`, { cwd: root }))
  .filter((file) => !/\.test\./.test(file))
  .map((file) => readFileSync(join(root, file), 'utf8'))
  .join('\n')
const literals = new Set(Array.from(source.matchAll(/['"`]([a-z-]+:[A-Za-z0-9_.]+)['"`]/g), ([, key]) => key!))
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
/** `layout:page.${page}` uses every key that fits. */
const templates = Array.from(source.matchAll(/`(([a-z-]+):[^`\n]*\$\{[^`\n]*)`/g))
  .filter(([, , area]) => area! in french)
  .map(
    ([, text]) =>
      new RegExp(
        `^${text!
          .split(/\$\{[^}]*\}/)
          .map(escaped)
          .join('.+')}$`,
      ),
  )
/** The administrator's pages name their words without the area. */
const isWord = (key: string) => source.includes(`'${key.replace(/^administrator:/, '')}'`)
/** Tables of words that are looked up by a field of the record and its value. */
const isOfTable = (key: string) => literals.has(key.slice(0, key.lastIndexOf('.')))
const isUsed = (key: string) =>
  literals.has(key) || isOfTable(key) || templates.some((template) => template.test(key)) || isWord(key)

describe('texts', () => {
  it('have the same keys in both languages', () => {
    expect(keysOf(french)).toEqual(keysOf(english))
  })

  it.each(['fr', 'en'] as const)('take in every file of assets/texts/%s', (language) => {
    const files = globSync('**/*.json', { cwd: join(root, 'assets/texts', language) })
    const written = files.flatMap((file) => {
      const texts = JSON.parse(readFileSync(join(root, 'assets/texts', language, file), 'utf8')) as object
      return keysOf({ [file.startsWith('failures') ? 'failures' : file.replace('.json', '')]: texts })
    })
    expect(written.sort()).toEqual(keysOf(languages[language]))
  })

  it('hold no key that nothing uses', () => {
    expect(isUsed('common:of_nobody')).toBe(false)
    const unused = keysOf(french).filter((key) => !codeAreas.includes(key.split(':')[0]!) && !isUsed(key))
    expect(unused).toEqual([])
  })

  it('leave the same gaps to fill in both languages', () => {
    const gaps = (texts: object) =>
      Object.fromEntries(
        flatten(texts).map(([key, text]) => [withoutPlural(key), (text.match(/\{\{\w+\}\}/g) ?? []).sort()]),
      )
    expect(gaps(french)).toEqual(gaps(english))
  })

  it.each(['fr', 'en'] as const)('are never empty in %s, and have every plural of the language', (language) => {
    const texts = flatten(languages[language])
    expect(texts.filter(([, text]) => text.trim() === '')).toEqual([])
    const plurals = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const counted = new Set(
      texts
        .map(([key]) => key)
        .filter((key) => /_(one|other|many)$/.test(key))
        .map(withoutPlural),
    )
    for (const key of counted) {
      const forms = texts.map(([one]) => one).filter((one) => withoutPlural(one) === key)
      expect(forms.map((one) => one.replace(`${key}_`, '')).sort()).toEqual([...plurals].sort())
    }
  })

  it('are typeset as French is, and filled', () => {
    expect(textsIn('fr')('common:tryIn', { wait: '10 s' })).toBe('Réessayez dans 10 s.')
    expect(textsIn('fr')('failures:internal_error.title')).not.toMatch(/ [:;!?]/)
    expect(isTextKey('common:close')).toBe(true)
    expect(isTextKey('common:of_nobody')).toBe(false)
  })
})

describe('consent texts', () => {
  const wordsOf = (version: string) =>
    JSON.parse(readFileSync(join(root, 'assets/consent', `${version}.json`), 'utf8')) as unknown

  it('stand on record in every version that was ever shown, the newest as it is shown now', () => {
    const versions = readdirSync(join(root, 'assets/consent')).map((file) => file.replace('.json', ''))
    expect(versions.sort()).toEqual(consentTextVersions)
    const now = ['fr', 'en'].map((language) => [
      language,
      JSON.parse(readFileSync(join(root, 'assets/texts', language, 'consent.json'), 'utf8')) as unknown,
    ])
    expect(wordsOf(versions.at(-1)!)).toEqual(Object.fromEntries(now))
    expect(new Set(versions.map((version) => JSON.stringify(wordsOf(version)))).size).toBe(versions.length)
  })
})

describe('failure texts', () => {
  it.each(Object.entries(failureAreas))(
    'say cause, remedy and button for each code of %s, and no other',
    (area, codes) => {
      for (const language of ['fr', 'en']) {
        const file = join(root, 'assets/texts', language, 'failures', `${area}.json`)
        const texts = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
        expect(Object.keys(texts).sort()).toEqual([...codes].sort())
        for (const [code, text] of Object.entries(texts))
          expect(FailureText.safeParse(text).error?.issues, code).toBeUndefined()
      }
    },
  )

  it('are translated', () => {
    for (const code of Object.values(failureAreas).flat())
      expect(french.failures[code]).not.toEqual(english.failures[code])
  })

  it('have one file per area, and no code stands in two', () => {
    for (const language of ['fr', 'en']) {
      const files = readdirSync(join(root, 'assets/texts', language, 'failures'))
      expect(files.sort()).toEqual(
        Object.keys(failureAreas)
          .map((area) => `${area}.json`)
          .sort(),
      )
    }
    const all = Object.values(failureAreas).flat()
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('what a message quotes', () => {
  const quotes = { fr: /«\s?([^»]+?)\s?»/g, en: /[“"]([^”"]+)[”"]/g } as const
  // Sentences with values in them, and words that stand on a document or are the person's own, are no words of a screen.
  const areas = ['failures', 'layout', 'receipt', 'decision', 'inspection', 'person', 'comparison', 'chip']
  it.each(['fr', 'en'] as const)('stands on a screen as it is quoted, in %s', (language) => {
    const all = flatten(languages[language])
    const shown = all.map(([, text]) => text.toLowerCase())
    const stale = all
      .filter(([key]) => areas.includes(key.split(':')[0]!))
      .flatMap(([key, text]) => [...text.matchAll(quotes[language])].map(([, quoted]) => [key, quoted!] as const))
      .filter(([, quoted]) => !quoted.includes('{{') && !shown.some((text) => text.startsWith(quoted.toLowerCase())))
    expect(stale).toEqual([])
  })
})

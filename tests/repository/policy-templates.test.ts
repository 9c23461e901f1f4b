import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { policyTemplates, settingRows } from '../../scripts/toolchain/policy-templates.ts'
import { settings, variablesOf } from '../../src/station/start/settings.ts'

const root = join(import.meta.dirname, '..', '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

it.each(Object.entries(policyTemplates()))('packaging/%s is what the list of settings makes', (name, text) => {
  expect(read(join('packaging', name))).toBe(text)
})

it('every setting has its row in docs/fleet.md', () => {
  const rows = read('docs/fleet.md')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .slice(2, -2)
        .replaceAll(/ +\| +/g, ' | ')
        .trim(),
    )
  for (const row of settingRows()) expect(rows).toContain(row)
})

it('every setting is read by somebody, and every reference of the Windows template has its words', () => {
  const sources = ['environment', 'network-settings'].map((name) => read(`src/station/start/${name}.ts`))
  const code = [...sources, read('electron/shell-settings.ts')].join('\n')
  for (const { variable } of settings) expect(code, variable).toContain(`${variable}:`)
  const templates = policyTemplates()
  const references = [...templates['windows/Guichet.admx']!.matchAll(/\$\((string|presentation)\.(\w+)\)/g)]
  expect(references.length).toBeGreaterThan(settings.length * 3)
  for (const language of ['fr-FR', 'en-US'])
    for (const [, kind, id] of references)
      expect(templates[`windows/${language}/Guichet.adml`]).toContain(`<${kind} id="${id}">`)
})

it('the example for Linux is one that a kiosk takes', () => {
  const example = JSON.parse(read('packaging/linux/settings.json')) as Record<string, string>
  expect(variablesOf(example)).toMatchObject({ GUICHET_MODE: 'production', GUICHET_PRESENCE: 'kiosk' })
})

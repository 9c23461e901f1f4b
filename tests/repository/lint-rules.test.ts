import { ESLint } from 'eslint'
import { describe, expect, test } from 'vitest'
import { root } from './project-files.ts'

const eslint = new ESLint({ cwd: root })

/** Rules that this text breaks as a file of the interface, or of another place. */
async function rulesBrokenBy(text: string, filePath = 'src/ui/screens/invented.tsx'): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath })
  return result!.messages.map(({ ruleId }) => ruleId)
}

describe('habits that the linter keeps', () => {
  test.each([
    ['a control that announces itself as pending', 'export const a = <Button isPending={true} />\n'],
    ['an enum', 'export enum A {\n  B,\n}\n'],
    ['a barrel', "export * from './a.ts'\n"],
  ])('%s is refused', async (_what, text) => expect(await rulesBrokenBy(text)).toEqual(['no-restricted-syntax']))

  test.each([
    ['pending of our own buttons', 'export const a = <ActionButton pending={true} />\n'],
    ['the word in a comment', '/** not isPending */\nexport const a = 1\n'],
  ])('%s is not', async (_what, text) => expect(await rulesBrokenBy(text)).toEqual([]))

  test.each([
    ['[2, 1].toSorted()'],
    ['[2, 1].toReversed()'],
    ['AbortSignal.any([])'],
    ["URL.parse('a:b')"],
    ["URL.canParse('a:b')"],
  ])('what citizens’ browsers may lack, %s, is refused where it reaches them', async (text) => {
    for (const place of ['citizen/core', 'mrz', 'camera', 'design/components', 'contract/identity', 'emrtd/lds/mrz'])
      expect(await rulesBrokenBy(`export const a = ${text}\n`, `src/${place}/invented.ts`), place).toEqual([
        'no-restricted-syntax',
      ])
    expect(await rulesBrokenBy(`export const a = ${text}\n`, 'src/central/invented.ts')).toEqual([])
  })

  const journey = 'tests/e2e/invented.e2e.ts'
  test.each([
    ["page.getByText('Tout concorde')"],
    ['page.getByLabel(/Ligne/)'],
    ["page.getByRole('button', { name: 'Quitter' })"],
    ["button(page, 'Quitter')"],
    ['heading(page, /puce/)'],
  ])('a journey that selects by words, %s, is refused', async (text) =>
    expect(await rulesBrokenBy(`${text}\n`, journey)).toEqual(['no-restricted-syntax']),
  )

  test.each([
    ["page.getByText(fr('comparison:allAgree'))"],
    ["page.getByRole('button', { name: '1', exact: true })"],
    ["button(page, fr('layout:leave'))"],
    ["choose('scan.png', bytes)"],
  ])('%s is not', async (text) => expect(await rulesBrokenBy(`${text}\n`, journey)).toEqual([]))
})

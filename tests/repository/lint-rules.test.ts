import { ESLint } from 'eslint'
import { describe, expect, test } from 'vitest'
import { root } from './project-files.ts'

const eslint = new ESLint({ cwd: root })

/** Rules that this text breaks as a file of the interface. */
async function rulesBrokenBy(text: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(text, { filePath: 'src/ui/screens/invented.tsx' })
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
})

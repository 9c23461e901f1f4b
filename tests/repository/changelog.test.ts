import { expect, test } from 'vitest'
import { cutChangelog, nextVersion } from '../../scripts/toolchain/changelog.ts'
import { readProjectFile } from './project-files.ts'

test.each([
  ['0.1.9', 'patch', '0.1.10'],
  ['0.1.9', 'minor', '0.2.0'],
  ['0.1.9', 'major', '1.0.0'],
])('%s, %s: %s', (version, part, next) => expect(nextVersion(version, part)).toBe(next))

test('a part that is none is refused', () => expect(() => nextVersion('1.0.0', 'big')).toThrow(/patch/))

test('the changelog is cut: what was unreleased stands under its version, and room is made for the next', () => {
  const text = '# Changelog\n\n## Unreleased\n\n- New.\n\n## 0.1.0 - 2026-01-02\n\n- First.\n'
  expect(cutChangelog(text, '0.2.0', '2026-11-28')).toBe(
    '# Changelog\n\n## Unreleased\n\n## 0.2.0 - 2026-11-28\n\n- New.\n\n## 0.1.0 - 2026-01-02\n\n- First.\n',
  )
})

test('nothing to release is refused, and so is a changelog without the section', () => {
  expect(() => cutChangelog('# C\n\n## Unreleased\n\n## 0.1.0\n\n- First.\n', '0.2.0', '')).toThrow(/unreleased/i)
  expect(() => cutChangelog('# C\n', '0.2.0', '')).toThrow(/no section/)
})

test('our own changelog can be cut today', () => {
  expect(cutChangelog(readProjectFile('CHANGELOG.md'), '99.0.0', '2099-01-01')).toContain('## 99.0.0 - 2099-01-01')
})

import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { softwareVersion } from '../../src/contract/software-version.ts'
import { nextVersion, setVersionIn } from '../../scripts/toolchain/changelog.ts'
import { readProjectFile } from './project-files.ts'

const root = resolve(import.meta.dirname, '..', '..')
const folder = mkdtempSync(join(tmpdir(), 'guichet-release-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const versionIn = (text: string) => (JSON.parse(text) as { version: string }).version
const current = versionIn(readProjectFile('package.json'))

// A kiosk that says an older version than it is would be locked out at the next deadline, and one that says a newer one never.
test('what page, station and packets say is the package’s version', () => expect(softwareVersion).toBe(current))

test('a source without the constant is refused', () => expect(() => setVersionIn('export {}', '1.0.0')).toThrow())

test('a release sets the version everywhere, in one commit', () => {
  for (const name of [
    'scripts',
    'src/contract/software-version.ts',
    'package.json',
    'package-lock.json',
    'CHANGELOG.md',
  ])
    cpSync(join(root, name), join(folder, name), { recursive: true })
  const run = (command: string, ...args: string[]) => execFileSync(command, args, { cwd: folder, encoding: 'utf8' })
  const git = (...args: string[]) => run('git', ...args)
  git('init', '-q')
  git('config', 'user.name', 'test')
  git('config', 'user.email', 'test@example.org')
  git('add', '.')
  git('commit', '-qm', 'Begin')
  run(process.execPath, join('scripts', 'release.mjs'), 'minor')
  const next = nextVersion(current, 'minor')
  const at = (name: string) => readFileSync(join(folder, name), 'utf8')
  expect(versionIn(at('package.json'))).toBe(next)
  expect(versionIn(at('package-lock.json'))).toBe(next)
  expect(at('src/contract/software-version.ts')).toContain(`softwareVersion = '${next}'`)
  expect(at('CHANGELOG.md')).toContain(`## ${next} - `)
  expect(git('status', '--porcelain')).toBe('')
  expect(git('log', '-1', '--format=%s').trim()).toBe(`Release ${next}`)
})

// Cuts the changelog and sets the version: `npm run release -- patch|minor|major`. docs/release.md has the steps around it.
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cutChangelog, nextVersion, setVersionIn } from './toolchain/changelog.ts'
import { root, runNpm } from './toolchain/node.mjs'

const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim()

try {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const next = nextVersion(version, process.argv[2])
  if (git('status', '--porcelain') !== '') throw new Error('Something is not committed.')
  const file = join(root, 'CHANGELOG.md')
  writeFileSync(file, cutChangelog(readFileSync(file, 'utf8'), next, new Date().toISOString().slice(0, 10)))
  if (runNpm(['version', next, '--no-git-tag-version']).status !== 0) throw new Error('npm could not set the version.')
  const source = join(root, 'src', 'contract', 'software-version.ts')
  writeFileSync(source, setVersionIn(readFileSync(source, 'utf8'), next))
  git('commit', '-am', `Release ${next}`)
  console.log(`Committed as ${next}. Read CHANGELOG.md, then: git tag -s v${next} -m "Guichet ${next}"`)
} catch (error) {
  console.error(error.message)
  process.exit(1)
}

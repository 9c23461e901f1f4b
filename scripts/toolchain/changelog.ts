const parts = ['major', 'minor', 'patch']

/** The version after this one when `part` goes up: those right of it start again at 0. Throws on any other part. */
export function nextVersion(version: string, part: string | undefined): string {
  const index = parts.indexOf(part ?? '')
  if (index < 0) throw new Error(`Which part goes up? One of ${parts.join(', ')}.`)
  const numbers = version.split('.').map(Number)
  return numbers.map((number, at) => (at < index ? number : at === index ? number + 1 : 0)).join('.')
}

const heading = '## Unreleased\n'

/** The changelog with what was unreleased under this version and day, and room above it. Throws when there is nothing. */
export function cutChangelog(text: string, version: string, day: string): string {
  const [before, after] = text.split(heading)
  if (after === undefined) throw new Error('CHANGELOG.md has no section "Unreleased".')
  if (after.split('\n## ')[0]!.trim() === '') throw new Error('Nothing is unreleased.')
  return `${before}${heading}\n## ${version} - ${day}\n${after}`
}

const constant = /(export const softwareVersion = ')[^']*(')/

/** The source of what page, station and packets say of themselves (src/contract/software-version.ts), with this version. */
export function setVersionIn(source: string, version: string): string {
  if (!constant.test(source)) throw new Error('There is no softwareVersion to set.')
  return source.replace(constant, `$1${version}$2`)
}

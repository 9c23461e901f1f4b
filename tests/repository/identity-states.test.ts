import { expect, test } from 'vitest'
import { accountCauses, accountEvents, type AccountCause } from '../../src/identity/lifecycle/states.ts'
import { readProjectFile } from './project-files.ts'

const heading = '## What moves an identity'
const page = readProjectFile('docs/federation.md')
const section = page.slice(page.indexOf(heading)).split('\n## ')[0]!
const told = section
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))

test('the page has every cause as the code has it: from where, to where, by whom, why, and what its holder hears', () => {
  const known = (Object.keys(accountCauses) as AccountCause[]).map((cause) => {
    const { event, by, reason, letter } = accountCauses[cause]
    const { from, to } = accountEvents[event]
    return [cause, from.join(', '), to, by, reason ?? '–', letter ?? '–']
  })
  expect(told.map((cells) => cells.slice(1, 7))).toEqual(known)
})

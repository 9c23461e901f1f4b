import { expect, test } from 'vitest'
import { damages } from '../sabotage/damages.ts'
import { listProjectFiles, readProjectFile } from './project-files.ts'

// Whether a damage is noticed, `npm run sabotage` tells; that it still fits is told here, as soon as a line is written anew.

const tests = new Set(listProjectFiles('{src,electron,tests}/**/*.test.{ts,tsx}'))

test.each(damages)('the damage fits: $name', ({ file, from, to, test: guard }) => {
  expect(readProjectFile(file).split(from)).toHaveLength(2)
  expect(to).not.toBe(from)
  expect(tests).toContain(guard)
})

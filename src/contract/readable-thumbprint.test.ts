import { expect, test } from 'vitest'
import { endingOf, foldEnding, readableThumbprint, thumbprintBeginning } from './readable-thumbprint.ts'

// 32 bytes 00 01 02 … 1f, as base64url.
const thumbprint = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8'

test('a thumbprint is read out in groups of four, without letters that look alike', () => {
  // The first 15 bytes in RFC 4648's base 32 are AAAQEAYEAUDAOCAJBIFQYDIO; letter by letter in Crockford's alphabet:
  expect(readableThumbprint(thumbprint)).toBe('000G-40R4-0M30-E209-185G-R38E')
  expect(readableThumbprint(thumbprint)).not.toMatch(/[ILOU]/)
  expect(endingOf(thumbprint)).toBe('185G-R38E')
})

test('the thumbprint itself is found by what is read out of its beginning', () => {
  for (const typed of ['000g', '000G-40R4', '000g 40r4 0m3']) {
    expect(thumbprintBeginning(typed).length).toBeGreaterThan(2)
    expect(thumbprint.startsWith(thumbprintBeginning(typed))).toBe(true)
  }
  expect(thumbprintBeginning('Uzès')).toBe('')
})

test('what was heard is compared, not how it was typed', () => {
  for (const typed of ['185G-R38E', '185g r38e', 'l85gr38e', ' I85G-R38E '])
    expect(foldEnding(typed)).toBe(foldEnding('185G-R38E'))
  expect(foldEnding('185G-R38F')).not.toBe(foldEnding('185G-R38E'))
})

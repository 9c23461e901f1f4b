import { describe, expect, it } from 'vitest'
import { sayBytes, sayDate, sayDuration, shiftDay } from './format.ts'

describe('format', () => {
  it.each([
    ['1991-04-17', 'fr', '17 avril 1991'],
    ['1991-04-17', 'en', '17 April 1991'],
    ['1991-04', 'fr', 'avril 1991'],
    ['1974-XX-XX', 'en', '1974'],
  ] as const)('says %s in %s as %s', (value, language, said) => {
    expect(sayDate(value, language)).toBe(said)
  })
  it('shortly, where a column is narrow', () => {
    expect(sayDate('2033-09-22', 'fr', 'short')).toBe('22 sept. 2033')
    expect(sayDate('2033-09-22', 'en', 'short')).toBe('22 Sept 2033')
  })
  it('says durations in minutes and seconds', () => {
    expect(sayDuration(59)).toBe('59 s')
    expect(sayDuration(88)).toBe('1 min 28 s')
  })
  it('says bytes with the language’s comma', () => {
    expect(sayBytes(9216, 'fr')).toBe('9,2 ko')
    expect(sayBytes(9216, 'en')).toBe('9.2 kB')
    expect(sayBytes(48, 'fr')).toBe('48 o')
    expect(sayBytes(999, 'en')).toBe('999 B')
  })
  it('shifts days over months and years', () => {
    expect(shiftDay('2026-01-01', -1)).toBe('2025-12-31')
    expect(shiftDay('2024-02-28', 1)).toBe('2024-02-29')
  })
})

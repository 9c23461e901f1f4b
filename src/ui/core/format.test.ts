import { describe, expect, it } from 'vitest'
import { dayOf, isLong, sayBytes, sayClock, sayCount, sayDuration, sayTime, shiftDay } from './format.ts'

describe('format', () => {
  it('says durations in minutes and seconds', () => {
    expect(sayDuration(59)).toBe('59\u00A0s')
    expect(sayDuration(88)).toBe('1\u00A0min\u00A028\u00A0s')
  })
  it('says bytes with the language’s comma', () => {
    expect(sayBytes(9216, 'fr')).toBe('9,2\u00A0ko')
    expect(sayBytes(9216, 'en')).toBe('9.2\u00A0kB')
    expect(sayBytes(48, 'fr')).toBe('48\u00A0o')
    expect(sayBytes(999, 'en')).toBe('999\u00A0B')
  })
  it('shifts days over months and years', () => {
    expect(shiftDay('2026-01-01', -1)).toBe('2025-12-31')
    expect(shiftDay('2024-02-28', 1)).toBe('2024-02-29')
  })
})

it('finds texts that a column would cut', () => {
  const room = { word: 11, text: 30 }
  expect(isLong('Lefèvre-Ndiaye', room)).toBe(false)
  expect(isLong('Andriamihajasoanavalona', room)).toBe(true)
  expect(isLong('Marie, Anne, Zoé, Rose, Lou, Eve', room)).toBe(true)
})

it('sets the thousands apart', () => {
  expect(sayCount(41_200, 'fr')).toBe('41\u202F200')
  expect(sayCount(41_200, 'en')).toBe('41,200')
})

it('breaks a moment after its comma or nowhere', () => {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  expect(sayTime('2026-11-21T12:00:00', 'fr', here)).toMatch(/^21\u00A0nov.\u00A02026[, ]+12:00$/)
})

it('says times of the place, with its offset where the machine has another, and days there', () => {
  const here = new Date('2026-11-21T12:00:00Z').getTimezoneOffset()
  const elsewhere = here === 600 ? 'Europe/Paris' : 'Pacific/Tahiti'
  const said = sayClock('2026-11-21T12:00:00Z', 'en', elsewhere)
  expect(said).toMatch(elsewhere === 'Pacific/Tahiti' ? /^02:00\u00A0\(GMT-10\)$/ : /^13:00/)
  expect(dayOf('2026-11-21T09:00:00Z', 'Pacific/Tahiti')).toBe('2026-11-20')
  expect(dayOf('2026-11-21T23:30:00Z', 'Europe/Paris')).toBe('2026-11-22')
})

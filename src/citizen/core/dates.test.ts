import { describe, expect, it } from 'vitest'
import { noDate, readTypedDate, typeDate } from './dates.ts'

const read = (day: string, month: string, year: string, partial = false) => readTypedDate({ day, month, year }, partial)

describe('a typed date', () => {
  it.each([
    ['7', '3', '1991', '1991-03-07'],
    ['29', '02', '2024', '2024-02-29'],
    [' 01 ', '12', '2030', '2030-12-01'],
  ])('%s %s %s is %s', (day, month, year, value) => expect(read(day, month, year)).toEqual({ ok: true, value }))

  it.each([
    ['31', '04', '1991'],
    ['29', '02', '2023'],
    ['0', '1', '1991'],
    ['1', '13', '1991'],
    ['1', '1', '91'],
    ['a', '1', '1991'],
  ])('%s %s %s is none', (day, month, year) =>
    expect(read(day, month, year)).toEqual({ ok: false, problem: 'date_impossible' }),
  )

  it('may lack day, or day and month, where the document does', () => {
    expect(read('', '8', '1974', true)).toEqual({ ok: true, value: '1974-08' })
    expect(read('', '', '1974', true)).toEqual({ ok: true, value: '1974' })
    expect(read('', '8', '1974')).toEqual({ ok: false, problem: 'date_incomplete' })
    expect(read('3', '', '1974', true)).toEqual({ ok: false, problem: 'date_incomplete' })
    expect(read('3', '8', '', true)).toEqual({ ok: false, problem: 'date_incomplete' })
  })

  it('is missing where nothing was typed', () =>
    expect(readTypedDate(noDate, true)).toEqual({ ok: false, problem: 'missing' }))

  it('comes back as it went', () => {
    for (const value of ['1991-04-17', '1974-08', '1974'])
      expect(readTypedDate(typeDate(value), true)).toEqual({ ok: true, value })
    expect(typeDate(null)).toEqual(noDate)
  })
})

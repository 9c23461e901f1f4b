import { describe, expect, it } from 'vitest'
import { captureOf, cleanLine, correctionsBetween, isProposed, layoutOf, linesAsRead, parseLines } from './mrz-lines.ts'

const now = new Date('2026-11-21T12:00:00Z')
/** The specimen of Doc 9303-4, appendix B. */
const specimen = ['P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<', 'L898902C36UTO7408122F1204159ZE184226B<<<<<10']

describe('mrz lines', () => {
  it('knows the layout of whole lines', () => {
    expect(layoutOf(specimen)).toBe('TD3')
    expect(layoutOf(Array(3).fill('<'.repeat(30)))).toBe('TD1')
    expect(layoutOf([specimen[0]!])).toBeUndefined()
    expect(layoutOf([specimen[0]!, 'SHORT'])).toBeUndefined()
  })
  it('makes what is typed what the MRZ has', () => {
    expect(cleanLine('p utoéEriksson«', 44)).toBe('P<UTOERIKSSON<')
    expect(cleanLine('abcdef', 3)).toBe('ABC')
  })
  it('reads whole lines as the station does', () => {
    const { reading, code } = parseLines(specimen, now)
    expect(code).toBeNull()
    expect(reading?.surname).toBe('ERIKSSON')
    expect(reading?.checks.every(({ ok }) => ok)).toBe(true)
  })
  it('says why lines are no MRZ', () => {
    expect(parseLines(['P<', 'X'], now)).toMatchObject({ reading: null, code: expect.stringMatching(/^mrz_/) })
  })
  it('tells position by position what the clerk changed', () => {
    const changed = [specimen[0]!, specimen[1]!.replace('L898', 'L8O8')]
    expect(correctionsBetween(changed, specimen)).toEqual([{ line: 1, column: 2, from: 'O', to: '9', by: 'clerk' }])
    expect(correctionsBetween(specimen, specimen)).toEqual([])
  })
  it('tells lines as they were read, before check digits and clerk changed them', () => {
    const corrections = [
      { line: 1, column: 2, from: 'O', to: '0', by: 'check_digit' as const },
      { line: 1, column: 2, from: '0', to: '9', by: 'clerk' as const },
    ]
    expect(linesAsRead(specimen, corrections)[1]).toBe(specimen[1]!.replace('L898', 'L8O8'))
    expect(linesAsRead(specimen, [])).toEqual(specimen)
  })
  it('calls a check digit proposed where its agreement rests on what it proposed', () => {
    const { reading } = parseLines(specimen, now)
    const at = (column: number, by: 'check_digit' | 'clerk', to = specimen[1]!.charAt(column)) =>
      (['documentNumber', 'birthDate', 'composite'] as const).map((field) =>
        isProposed(reading!, field, [{ line: 1, column, to, by }]),
      )
    expect(at(2, 'check_digit')).toEqual([true, false, true])
    expect(at(9, 'check_digit')).toEqual([true, false, true])
    expect(at(19, 'check_digit')).toEqual([false, true, true])
    expect(at(43, 'check_digit')).toEqual([false, false, true])
    expect(at(2, 'clerk')).toEqual([false, false, false])
    // The clerk put something else there since.
    expect(at(2, 'check_digit', 'O')).toEqual([false, false, false])
  })
  it('vouches for lines a person looked over', () => {
    expect(captureOf(specimen, 'typed', [])).toMatchObject({ certain: true, uncertain: [] })
  })
})

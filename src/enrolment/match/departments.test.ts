import { describe, expect, test } from 'vitest'
import { alignSpellings } from './align.ts'
import { departmentThen } from './communes.ts'
import { isSameCountry } from './countries.ts'
import { arrondissementOf, departmentOf, departments, hasArrondissement, isSameDepartment } from './departments.ts'
import { plainForms } from './letters.ts'

describe('a department that was divided', () => {
  test.each([
    ['20', '2A', '1975-12-31', true],
    ['20', '2B', '1975-12-31', true],
    ['75', '92', '1967-12-31', true],
    ['75', '94', '1967-12-31', true],
    ['78', '91', '1967-12-31', true],
    ['78', '92', '1967-12-31', true],
    ['78', '93', '1967-12-31', true],
    ['78', '94', '1967-12-31', true],
    ['971', '977', '2007-07-14', true],
    ['2B', '20', '1975-12-31', true],
    ['20', '2A', '1976-01-01', false],
    ['75', '93', '1967-12-31', true],
    ['94', '75', '1967-12-31', true],
    ['75', '93', '1968-01-01', false],
    ['78', '95', '1967-12-31', true],
    ['971', '978', '2007-07-14', true],
    ['971', '978', '2007-07-15', false],
    ['33', '33', '2020-01-01', true],
    ['33', '92', '1950-01-01', false],
    ['92', '33', '1950-01-01', false],
    ['75', '33', '1950-01-01', false],
    ['33', '75', '1950-01-01', false],
    ['2A', '2B', '1950-01-01', false],
    ['92', '93', '1950-01-01', false],
  ])('%s and %s are one for a birth on %s: %s', (a, b, birthDate, same) => {
    expect(isSameDepartment(a, b, birthDate)).toBe(same)
  })
})

test.each([
  ['75112', '75'],
  ['2A004', '2A'],
  ['97411', '974'],
  ['98818', '988'],
  ['13978', '13'],
  ['75199', '75'],
  ['99352', null],
])('the INSEE code %s lies in %s', (code, department) => {
  expect(departmentOf(code)).toBe(department)
})

test.each([
  ['91', 'ALGER', '1962-07-02', true],
  ['91', 'ALGER', '1962-07-03', false],
  ['ALGER', '91', '1962-07-02', true],
  ['ALGER', 'ORAN', '1950-01-01', false],
  ['91', '92', '1950-01-01', false],
])('%s and %s for somebody born on %s: one department %s', (a, b, birthDate, isOne) => {
  expect(isSameDepartment(a, b, birthDate)).toBe(isOne)
})

test('the last day in a department of before', () => {
  expect([departmentThen('69290', '1967-12-31'), departmentThen('69290', '1968-01-01')]).toEqual(['38', null])
})

test('territories of China are China’s, whatever else bears their name', () => {
  expect([isSameCountry('HKG', 'CHN', '2000-01-01'), isSameCountry('HKG', 'FRA', '2000-01-01')]).toEqual([true, false])
  expect([isSameCountry('FRA', 'CHN', '2000-01-01'), isSameCountry('TWN', 'CHN', '2000-01-01')]).toEqual([false, false])
})

test('every department has its code and at least one name', () => {
  expect(departments.size).toBe(109)
  expect(departments.get('01')).toEqual(['AIN'])
  expect(departments.get('75')).toEqual(['PARIS', 'SEINE'])
  expect(departments.get('974')).toEqual(['LA REUNION', 'REUNION', 'ILE DE LA REUNION', 'DE LA REUNION'])
})

test.each([
  ['75100', 'PARIS', null],
  ['75101', 'PARIS', 1],
  ['75120', 'PARIS', 20],
  ['75121', 'PARIS', null],
  ['69381', 'LYON', 1],
  ['69389', 'LYON', 9],
  ['13216', 'MARSEILLE', 16],
  ['13217', 'MARSEILLE', null],
  ['33063', 'BORDEAUX', null],
  ['75014', 'PARIS', 14],
  ['75021', 'PARIS', null],
  ['75000', 'PARIS', null],
  ['69003', 'LYON', 3],
  ['69010', 'LYON', null],
  ['13016', 'MARSEILLE', 16],
  // a commune of the former department of Seine, not a postcode
  ['75012', 'BOULOGNE BILLANCOURT', null],
])('the arrondissement of %s %s is %s', (code, name, arrondissement) => {
  expect(arrondissementOf(code, name)).toBe(arrondissement)
})

test('a city has its first and its last arrondissement and no other', () => {
  const numbers = [0, 1, 9, 10, 20, 21]
  expect(numbers.filter((number) => hasArrondissement('PARIS', number))).toEqual([1, 9, 10, 20])
  expect(numbers.filter((number) => hasArrondissement('LYON', number))).toEqual([1, 9])
  expect(numbers.filter((number) => hasArrondissement('LILLE', number))).toEqual([])
})

test.each([
  ['Ä', 'AE A'],
  ['Å', 'AA A'],
  ['Ö', 'OE O'],
  ['Ø', 'OE O'],
  ['Ü', 'UE UXX U'],
  ['Ñ', 'N NXX'],
  ['Đ', 'D'],
  ['Ð', 'D'],
  ['Þ', 'TH'],
  ['Ł', 'L'],
  ['Ŀ', 'L'],
  ['Ħ', 'H'],
  ['Ŋ', 'N'],
  ['Ŧ', 'T'],
  ['Ə', 'E'],
  ['ĸ', 'Q'],
  ['ß', 'SS'],
  ['ẞ', 'SS'],
  ['Œ', 'OE'],
  ['Æ', 'AE'],
  ['Ĳ', 'IJ'],
  ['É', 'E'],
  ['Ç', 'C'],
])('%s may be written %s', (letter, forms) => {
  expect(plainForms(letter).map(({ letters }) => letters)).toEqual(forms.split(' '))
})

test('a letter of A to Z has no other form, and a letter of another script none in A to Z', () => {
  for (const letter of ['A', 'Z', '7', 'Й', 'Ά', '-']) expect(plainForms(letter), letter).toEqual([])
  expect(plainForms('Ü').map(({ letters }) => letters)).toEqual(['UE', 'UXX', 'U'])
})

test('nothing is the same as nothing', () => {
  for (const [declared, read] of [
    ['', ''],
    ["'", ''],
    ['', "'"],
    ['', 'A'],
    ['A', ''],
    [' ', '\u200b'],
  ] as const)
    expect(alignSpellings(declared, read), `${declared}/${read}`).toBeNull()
  expect(alignSpellings('A', '', true)).toBeNull()
})

test('a name of many signs is compared as fast as any other', () => {
  const signs = "A'".repeat(60)
  expect(alignSpellings(`${signs}B`, `${signs}C`)).toBeNull()
  expect(alignSpellings(`${signs}B`, `${signs}B`)).toEqual({ rules: [] })
})

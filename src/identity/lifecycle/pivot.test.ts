import { describe, expect, test } from 'vitest'
import type { Declared } from '../../contract/identity.ts'
import { alpha2ByAlpha3 } from '../../emrtd/lds/mrz/iso-3166.ts'
import { testApplication } from '../../../tests/fixtures/test-application.ts'
import { cogByCountry, listCountries } from './countries.ts'
import { pivotDigest, pivotOf } from './pivot.ts'

const { declared } = testApplication()
const born = (birthPlace: Declared['birthPlace'], more: Partial<Declared> = {}) =>
  pivotOf({ ...declared, birthPlace, ...more })

describe('the pivot identity', () => {
  test('says every given name, the birth name, and the commune of a birth in France', () =>
    expect(pivotOf({ ...declared, givenNames: ['Zoé', 'Anne-Marie', 'Eve'], usageName: 'Martin' })).toMatchObject({
      given_name: 'Zoé Anne-Marie Eve',
      family_name: declared.birthName,
      preferred_username: 'Martin',
      gender: 'female',
      birthcountry: '99100',
      birthplace: '69123',
    }))

  test.each([
    ['1980-05-17', '1980-05-17'],
    ['1980-05', '1980-05-00'],
    ['1980', '1980-00-00'],
  ])('a birth of %s is %s', (birthDate, said) => expect(pivotOf({ ...declared, birthDate }).birthdate).toBe(said))

  test.each([
    [{ name: 'Bruxelles', inseeCode: null, country: 'BEL' }, '99131', ''],
    [{ name: 'Alger', inseeCode: '99352', country: 'DZA' }, '99352', ''],
    [{ name: 'Papeete', inseeCode: '98735', country: 'PYF' }, '99100', '98735'],
    [{ name: 'Ajaccio', inseeCode: '2A004', country: 'FRA' }, '99100', '2A004'],
    [{ name: 'Lyon', inseeCode: '69123', country: null }, '99100', '69123'],
  ])('a birth in %o', (place, birthcountry, birthplace) =>
    expect(born(place)).toMatchObject({ birthcountry, birthplace }),
  )

  test('is none where the register would not find it', () => {
    expect(() => born({ name: 'Lyon', inseeCode: null, country: 'FRA' })).toThrow('declaration_invalid')
    expect(() => pivotOf({ ...declared, sex: 'X' })).toThrow('declaration_invalid')
    expect(() => pivotOf({ ...declared, sex: null })).toThrow('declaration_invalid')
  })

  test('is one person in whatever case and form, and another with any other word', () => {
    const key = { lookup: new Uint8Array(32).fill(1) }
    const digest = (change: Partial<Declared>) => pivotDigest(key, pivotOf({ ...declared, ...change }))
    expect(digest({ birthName: declared.birthName.toUpperCase().normalize('NFD') })).toBe(digest({}))
    expect(digest({ documentNumber: '99AA12345', usageName: 'Autre' })).toBe(digest({}))
    for (const change of [{ givenNames: ['Camille'] }, { birthDate: '1990-04-13' }, { sex: 'M' as const }])
      expect(digest(change)).not.toBe(digest({}))
  })
})

describe('countries', () => {
  test('have each a code of the COG', () => {
    const codes = cogByCountry()
    expect([...alpha2ByAlpha3.keys()].filter((code) => !/^99[1-6]\d\d$/.test(codes.get(code) ?? ''))).toEqual([])
  })

  test('are listed in the order of the language', () => {
    const french = listCountries('fr').map(({ name }) => name)
    expect(french.indexOf('Égypte')).toBeLessThan(french.indexOf('Espagne'))
    expect(listCountries('en').find(({ code }) => code === 'DEU')?.name).toBe('Germany')
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { alignSpellings, differenceOf } from './align.ts'
import { compareBirthDate } from './compare-values.ts'
import { plainForms, upperCase } from './letters.ts'
import { compareGivenNames, compareSurname } from './names.ts'

const letters = [...'abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüÿñœæßøåłđþ']
const word = fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 10 }).map((all) => all.join(''))
const name = fc
  .tuple(word, fc.array(fc.tuple(fc.constantFrom(' ', '-', "'"), word), { maxLength: 3 }))
  .map(([first, rest]) => first + rest.map(([sign, next]) => sign + next).join(''))

/** An MRZ's spelling of a name, written from Doc 9303-3 §4.6 and §6.A independently of the comparison: any permitted form. */
const mrzOf = (text: string, choose: (count: number) => number): string =>
  [...text]
    .map((character) => {
      if (character === "'") return ''
      if (character === '-') return ' '
      const upper = upperCase(character)
      const forms = plainForms(upper)
      return forms.length === 0 ? upper : forms[choose(forms.length)]!.letters
    })
    .join('')

const choices = fc.infiniteStream(fc.nat())
const chooser = (stream: Iterator<number>) => (count: number) => Number(stream.next().value) % count

describe('spellings', () => {
  test('every name is the same as every MRZ an issuer may make of it, both ways', () => {
    fc.assert(
      fc.property(name, choices, (written, stream) => {
        const mrz = mrzOf(written, chooser(stream))
        expect(alignSpellings(written, mrz)).not.toBeNull()
        expect(alignSpellings(mrz, written)).not.toBeNull()
      }),
    )
  })

  test('agreeing does not depend on which side is declared', () => {
    fc.assert(
      fc.property(name, name, (a, b) => {
        expect(alignSpellings(a, b)?.rules).toEqual(alignSpellings(b, a)?.rules)
      }),
    )
  })

  test('a name is itself, without a rule', () => {
    fc.assert(
      fc.property(name, (a) => {
        expect(alignSpellings(a, a)).toEqual({ rules: [] })
      }),
    )
  })

  test('encodings of one text are one text', () => {
    fc.assert(
      fc.property(name, (a) => {
        expect(alignSpellings(a.normalize('NFD'), a.normalize('NFC'))).not.toBeNull()
        expect(compareSurname({ birthName: a.normalize('NFD'), usageName: null, read: a, mayBeCut: false }).same).toBe(
          true,
        )
      }),
    )
  })

  test('one letter more, less or other is never the same', () => {
    const plainWord = fc.stringMatching(/^[A-Z]{2,12}$/)
    fc.assert(
      fc.property(plainWord, fc.nat(), fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), (text, at, letter) => {
        const i = at % text.length
        const other = text.slice(0, i) + letter + text.slice(i + 1)
        expect(alignSpellings(text, other) !== null).toBe(other === text)
        expect(alignSpellings(text, text.slice(0, i) + text.slice(i + 1))).toBeNull()
        expect(alignSpellings(text, text.slice(0, i) + letter + text.slice(i))).toBeNull()
      }),
    )
  })

  test('dropping, doubling or swapping given names is never the same', () => {
    const given = fc.uniqueArray(fc.stringMatching(/^[A-Z]{2,8}$/), { minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(given, fc.nat(), (names, at) => {
        const i = at % names.length
        const read = names.join(' ')
        expect(compareGivenNames(names, read, false)).toEqual({ same: true, rules: [] })
        expect(compareGivenNames(names.toSpliced(i, 1), read, false).same).toBe(false)
        expect(compareGivenNames(names.toSpliced(i, 0, names[i]!), read, false).same).toBe(false)
        const swapped = [...names.slice(1), names[0]!]
        expect(compareGivenNames(swapped, read, false)).toEqual({ same: false, explanation: 'given_names_order' })
      }),
    )
  })

  test('a cut name is a beginning, and nothing else is', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Z]{2,20}$/), fc.nat(), (text, at) => {
        const i = 1 + (at % (text.length - 1))
        expect(alignSpellings(text, text.slice(0, i), true)).toEqual({ rules: ['mrz_truncation'] })
        expect(alignSpellings(text, text.slice(0, i), false)).toBeNull()
        expect(alignSpellings(text.slice(0, i), text, true)).toBeNull()
        expect(alignSpellings(text, text, true)).toEqual({ rules: [] })
      }),
    )
  })

  test('nothing at all is never the same', () => {
    for (const [a, b] of [
      ['', ''],
      ['A', ''],
      ['', 'A'],
      ['  ', 'A'],
      ['\u200b', 'A'],
    ] as const) {
      expect(alignSpellings(a, b)).toBeNull()
      expect(alignSpellings(a, b, true)).toBeNull()
    }
  })

  test('any text at all ends, and is never outside its own text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        alignSpellings(a, b)
        const { from, to } = differenceOf(a, b)
        expect(from).toBeGreaterThanOrEqual(0)
        expect(to).toBeGreaterThanOrEqual(from)
        expect(to).toBeLessThanOrEqual(a.length)
      }),
    )
  })
})

describe('where they differ', () => {
  test.each([
    ['Martin', 'MARTEN', 4, 5],
    ['Martin', 'MARTINE', 6, 6],
    ['Martins', 'MARTIN', 6, 7],
    ['Jean Marie', 'JEAN PIERRE MARIE', 5, 5],
    ['Jean Pierre Marie', 'JEAN MARIE', 5, 12],
    ['Lefèvre', 'LEFEBRE', 4, 5],
    ['Lecœur', 'LECEUR', 3, 4],
    ['Müller', 'MUELER', 3, 4],
    ['Dupont-Martin', 'DUPONT MARTEN', 11, 12],
    ['  Abc', 'ABD', 4, 5],
    ['Le\u0301a', 'LÉO', 3, 4],
    ['abc', 'xyz', 0, 3],
    ['A', 'A', 1, 1],
  ])('%s / %s', (declared, read, from, to) => expect(differenceOf(declared, read)).toEqual({ from, to }))
})

test('dates agree with themselves and with what they begin with', () => {
  const date = fc.date({ min: new Date('1900-01-01'), max: new Date('2020-12-31'), noInvalidDate: true })
  fc.assert(
    fc.property(date, date, (a, b) => {
      const [one, other] = [a, b].map((it) => it.toISOString().slice(0, 10)) as [string, string]
      expect(compareBirthDate(one, other).same).toBe(one === other)
      for (const length of [4, 7]) expect(compareBirthDate(one, one.slice(0, length)).same).toBe(true)
    }),
  )
})

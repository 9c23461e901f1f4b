import type { Alphabet } from '../emrtd/lds/mrz/layouts.ts'

/** Characters OCR-B readers take for one another; each string is a group, nearest look-alikes first. */
const groups = [
  '0OQDC',
  '1I7TL',
  '2Z7',
  '5S',
  '8B3',
  '6G',
  '4A',
  '9G',
  'UVJ0',
  'MNHW',
  'KXR<',
  'EFL',
  'PR',
  'CG<',
  'S8B',
  'D0',
  'YV',
  'TF',
]

const lookAlikes = new Map<string, string[]>()
for (const group of groups)
  for (const char of group)
    for (const other of group) {
      const list = lookAlikes.get(char) ?? []
      if (other !== char && !list.includes(other)) list.push(other)
      lookAlikes.set(char, list)
    }

/** What `char` may really be, likeliest first. */
export function lookAlikesOf(char: string): readonly string[] {
  return lookAlikes.get(char) ?? []
}

const letterFor: Record<string, string> = {
  '0': 'O',
  '1': 'I',
  '2': 'Z',
  '4': 'A',
  '5': 'S',
  '6': 'G',
  '7': 'T',
  '8': 'B',
}
const digitFor: Record<string, string> = {
  O: '0',
  Q: '0',
  D: '0',
  U: '0',
  I: '1',
  L: '1',
  J: '1',
  Z: '2',
  A: '4',
  S: '5',
  G: '6',
  T: '7',
  B: '8',
}

const fits: Record<Alphabet, RegExp> = {
  letter: /[A-Z<]/,
  digit: /[0-9<]/,
  any: /[A-Z0-9<]/,
  sex: /[FMX<]/,
  check: /[0-9]/,
}

/** Whether a character may stand at a position with this alphabet. */
export const fitsAlphabet = (char: string, alphabet: Alphabet): boolean => fits[alphabet].test(char)

/** The look-alike that a position's alphabet allows: a letter where a digit was read, or the other way round. */
export function coerce(char: string, alphabet: Alphabet): string {
  if (alphabet === 'letter' || alphabet === 'sex') return letterFor[char] ?? char
  if (alphabet === 'digit' || alphabet === 'check') return digitFor[char] ?? char
  return char
}

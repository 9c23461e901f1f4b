import { checkDigit } from '../../../src/emrtd/lds/mrz/check-digit.ts'
import { layouts, textAt } from '../../../src/emrtd/lds/mrz/layouts.ts'
import { paddedStates } from '../../../src/emrtd/lds/mrz/states.ts'
import type { MrzFormat } from '../../../src/contract/mrz.ts'
import type { Random } from './random.ts'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const digits = '0123456789'
const syllables =
  'AN BE CHA DU EL FA GRI HO IN JO KE LA MA NI OU PRE QUI RO SA TH UR VAL WIL XA YV ZE BAR COM DEN ER FOR GUY HEN JAC KOW LE MON NOR OL PET QU RI SCH TRA VER ZI O D M N I'.split(
    ' ',
  )

const string = (random: Random, alphabet: string, length: number): string =>
  Array.from({ length }, () => random.pick(alphabet)).join('')

function word(random: Random): string {
  if (random.chance(0.25)) return string(random, letters, random.integer(2, 10))
  return Array.from({ length: random.integer(1, 4) }, () => random.pick(syllables)).join('')
}

const words = (random: Random, most: number): string[] =>
  Array.from({ length: random.integer(1, most) }, () => word(random))
const date = (random: Random): string =>
  [random.integer(0, 99), random.integer(1, 12), random.integer(1, 28)].map((n) => String(n).padStart(2, '0')).join('')

const codes: Record<MrzFormat, string[]> = {
  TD1: ['ID', 'I<', 'IR', 'AR', 'C<', 'AC', 'IT'],
  TD2: ['I<', 'ID', 'AR', 'C<'],
  TD3: ['P<', 'P<', 'P<', 'PD', 'PS', 'PO', 'PM'],
  MRVA: ['V<', 'VC', 'VI'],
  MRVB: ['V<', 'VC'],
  FRA2x36: ['ID'],
}

const number = (random: Random): string => {
  const shape = random.next()
  if (shape < 0.3) return string(random, digits, 9)
  if (shape < 0.6) return string(random, letters, random.integer(1, 2)) + string(random, digits, 7)
  return string(random, letters + digits, random.integer(6, 9))
}

function names(random: Random, width: number): string {
  return `${words(random, 2).join('<')}<<${words(random, 3).join('<')}`.slice(0, width).padEnd(width, '<')
}

function optional(random: Random, width: number): string {
  if (random.chance(0.6)) return '<'.repeat(width)
  return string(random, random.chance(0.5) ? digits : letters + digits, random.integer(1, width)).padEnd(width, '<')
}

const replaceAt = (text: string, at: number, value: string): string =>
  text.slice(0, at) + value + text.slice(at + value.length)

function valuesOf(random: Random, format: MrzFormat): Record<string, (width: number) => string> {
  const issuer = format === 'FRA2x36' ? 'FRA' : random.pick(paddedStates)
  const nationality = random.chance(0.8) ? issuer : random.pick(paddedStates)
  const department = random.pick(['01', '13', '2A', '2B', '33', '59', '69', '75', '92', '971', '974'])
  const french = (): string =>
    `${random.pick(['95', '99', '04', '09', '12', '16', '20'])}${String(random.integer(1, 12)).padStart(2, '0')}` +
    `${department.slice(0, 2)}${random.integer(0, 9)}${string(random, digits, 5)}`
  return {
    documentCode: () => random.pick(codes[format]),
    issuer: () => issuer,
    nationality: () => nationality,
    documentNumber: (width) => (width === 12 ? french() : number(random)).padEnd(width, '<'),
    names: (width) => names(random, width),
    surname: (width) => words(random, 2).join('<').slice(0, width).padEnd(width, '<'),
    givenNames: (width) => words(random, 3).join('<<').slice(0, width).padEnd(width, '<'),
    birthDate: () => date(random),
    expiryDate: () => date(random),
    sex: () => random.pick(['F', 'M', 'F', 'M', 'F', 'M', '<']),
    optionalData: (width) => optional(random, width),
    department: () => department.padEnd(3, '<'),
    office: () => string(random, digits, 3),
  }
}

/** Whole lines of an invented person's MRZ, every check digit right. */
export function inventMrz(random: Random, format: MrzFormat): string[] {
  const layout = layouts[format]
  const values = valuesOf(random, format)
  const lines = Array.from({ length: layout.lines }, () => '<'.repeat(layout.width))
  for (const place of layout.fields) {
    const value = values[place.field]?.(place.to - place.from) ?? ''
    lines[place.line] = replaceAt(lines[place.line] ?? '', place.from, value)
  }
  for (const { at, over, blank } of layout.checks) {
    const text = over.map((part) => textAt(lines, part)).join('')
    const digit = blank && /^<*$/.test(text) && random.chance(0.5) ? '<' : checkDigit(text)
    lines[at.line] = replaceAt(lines[at.line] ?? '', at.column, digit)
  }
  return lines
}

/** Any characters, fillers in runs: what keeps a recogniser from learning names by heart. */
export function inventString(random: Random, length: number): string {
  let text = ''
  while (text.length < length)
    text += random.chance(0.25)
      ? '<'.repeat(random.integer(1, 12))
      : string(random, random.pick([letters, digits, letters + digits]), random.integer(1, 9))
  return text.slice(0, length)
}

/** A line that ends in a few digits after a run of fillers, as composite check digits and optional data do. */
export function inventEnding(random: Random, length: number): string {
  const tail = string(random, digits, random.integer(1, 3))
  const fillers = '<'.repeat(random.integer(2, Math.max(2, Math.floor(length / 2))))
  const ending = (fillers + tail).slice(-length)
  return inventString(random, length - ending.length) + ending
}

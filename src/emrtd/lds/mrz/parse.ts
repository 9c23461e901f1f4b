import { MrzFailure } from './failure.ts'
import { longNumberIn } from './long-number.ts'
import type { LongNumber } from './long-number.ts'
import type {
  MrzCheck,
  MrzField,
  MrzFormat,
  MrzKeys,
  MrzNote,
  MrzNoteCode,
  MrzProblem,
  MrzProblemCode,
  MrzReading,
  Span,
} from './reading.ts'
import { checkDigit } from './check-digit.ts'
import { parseBirthDate, parseExpiryDate, parseIssueMonth } from './dates.ts'
import { layouts, textAt } from './layouts.ts'
import type { Alphabet, FieldPosition, Layout } from './layouts.ts'
import { parseFrenchNames, parseNames } from './names.ts'
import type { MrzNames } from './names.ts'
import { isKnownDocumentCode, isKnownState } from './states.ts'

const alphabets: Record<Alphabet, RegExp> = {
  letter: /^[A-Z<]*$/,
  digit: /^[0-9<]*$/,
  any: /^[A-Z0-9<]*$/,
  sex: /^[FMX<]$/,
  check: /^[0-9<]$/,
}

const candidates: { lines: number; width: number; formats: MrzFormat[] }[] = [
  { lines: 3, width: 30, formats: ['TD1'] },
  { lines: 2, width: 36, formats: ['TD2', 'MRVB', 'FRA2x36'] },
  { lines: 2, width: 44, formats: ['TD3', 'MRVA'] },
]

const trimmed = (text: string): string => text.replace(/<+$/, '')
const unfilled = (text: string): string => trimmed(text).replaceAll('<', ' ').trim()

function problemAt(code: MrzProblemCode, { line, from, to }: Span): MrzProblem {
  return { code, line, from, to }
}

/** Every check digit of a layout, in the table's order. Used by the parser and by repair. */
export function verifyChecks(layout: Layout, lines: readonly string[]): MrzCheck[] {
  const long = longNumberIn(layout, lines)
  return layout.checks.map(({ field, at, over, blank }) => {
    if (field === 'documentNumber' && long !== null) return { field, ok: long.formula !== null, ...long.digit }
    const text = over.map((part) => textAt(lines, part)).join('')
    const digit = (lines[at.line] ?? '').charAt(at.column)
    const ok = digit === checkDigit(text) || (blank && digit === '<' && /^<*$/.test(text))
    return { field, ok, line: at.line, from: at.column, to: at.column + 1 }
  })
}

function widthOf(lines: readonly string[]): { width: number; formats: MrzFormat[] } {
  const family =
    candidates.find((c) => c.lines === lines.length && c.width === lines[0]?.length) ??
    candidates.find((c) => c.lines === lines.length && lines.some((line) => line.length === c.width))
  if (!family)
    throw new MrzFailure('mrz_format_unknown', `${lines.length} lines of ${lines.map((l) => l.length).join('/')}`)
  const wrong = lines.findIndex((line) => line.length !== family.width)
  if (wrong >= 0) throw new MrzFailure('mrz_line_length', `line ${wrong + 1} has ${lines[wrong]?.length}`)
  return family
}

const passedChecks = (format: MrzFormat, lines: readonly string[]): number =>
  verifyChecks(layouts[format], lines).filter((check) => check.ok).length

/** The format of whole lines. A French `ID` in two lines of 36 is the national card unless only TD2's check digits agree. */
export function formatOf(lines: readonly string[]): MrzFormat {
  const { formats, width } = widthOf(lines)
  const [first = ''] = lines
  if (width === 30) return 'TD1'
  if (first.startsWith('V')) return width === 44 ? 'MRVA' : 'MRVB'
  if (formats.includes('FRA2x36') && first.startsWith('IDFRA')) {
    return passedChecks('TD2', lines) === 4 && passedChecks('FRA2x36', lines) < 3 ? 'TD2' : 'FRA2x36'
  }
  return width === 44 ? 'TD3' : 'TD2'
}

/** Problems of single positions: characters outside the field's alphabet, fillers inside a date's two digits. */
function alphabetProblems(layout: Layout, lines: readonly string[]): MrzProblem[] {
  return layout.fields.flatMap((field) =>
    alphabets[field.alphabet].test(textAt(lines, field)) ? [] : [problemAt('mrz_character_invalid', field)],
  )
}

type Fields = Partial<Record<MrzField, FieldPosition>>

function positionsOf(layout: Layout): Fields {
  const positions: Fields = {}
  for (const position of layout.fields) positions[position.field] ??= position
  return positions
}

function codeProblems(layout: Layout, lines: readonly string[], positions: Fields): MrzProblem[] {
  const problems: MrzProblem[] = []
  const { documentCode, issuer, nationality } = positions
  if (documentCode && !isKnownDocumentCode(layout.format, textAt(lines, documentCode)))
    problems.push(problemAt('mrz_document_not_identity', documentCode))
  for (const position of [issuer, nationality])
    if (position && !isKnownState(trimmed(textAt(lines, position))))
      problems.push(problemAt('mrz_issuer_unknown', position))
  return problems
}

function optionalDataOf(layout: Layout, lines: readonly string[], long: LongNumber | null): string {
  const parts = layout.fields
    .filter((position) => position.field === 'optionalData')
    .map((position) => textAt(lines, position))
  if (long !== null) parts[0] = (parts[0] ?? '').slice(long.remainder.length + 1)
  return parts.map(unfilled).filter(Boolean).join(' ')
}

function namesOf(lines: readonly string[], positions: Fields): { names: MrzNames; position: Span } {
  const { names, surname, givenNames } = positions
  if (names) return { names: parseNames(textAt(lines, names)), position: names }
  const position = surname ?? { line: 0, from: 0, to: 1 }
  return {
    names: parseFrenchNames(surname ? textAt(lines, surname) : '', givenNames ? textAt(lines, givenNames) : ''),
    position,
  }
}

function sexOf(char: string): 'F' | 'M' | 'X' | null {
  if (char === '<' || char === 'X') return 'X'
  return char === 'F' || char === 'M' ? char : null
}

const shapeNotes = {
  no_surname: 'mrz_surname_absent',
  parted_by_three: 'mrz_names_parted_by_three',
} as const

function notesOf(found: {
  long: LongNumber | null
  names: MrzNames
  namesAt: Span
  noExpiryAt: Span | undefined
}): MrzNote[] {
  const { long, names, namesAt, noExpiryAt } = found
  const notes: MrzNote[] = []
  const note = (code: MrzNoteCode, { line, from, to }: Span): unknown => notes.push({ code, line, from, to })
  if (long?.formula === 'doc9303') note('mrz_number_overflows', long.digit)
  if (long?.formula === 'filler_counted') note('mrz_number_filler_counted', long.digit)
  if (names.shape === 'no_surname' || names.shape === 'parted_by_three') note(shapeNotes[names.shape], namesAt)
  if (noExpiryAt) note('mrz_expiry_absent', noExpiryAt)
  return notes
}

/** The number with what its own check digit counts: what the chip's key is made of repeats that digit. */
function keysOf(text: (field: MrzField) => string, long: LongNumber | null): MrzKeys {
  const filler = long?.formula === 'filler_counted' ? '<' : ''
  return {
    documentNumber: trimmed(text('documentNumber') + (long ? filler + long.remainder : '')),
    birthDate: text('birthDate'),
    expiryDate: text('expiryDate'),
  }
}

/**
 * Parses whole lines of an MRZ (30, 36 or 44 characters of A-Z, 0-9 and <) by Doc 9303-3 to -7 or the French card's layout.
 * What breaks a rule is listed in `problems`; only what is no MRZ at all throws a MrzFailure:
 * `mrz_format_unknown`, `mrz_line_length`, `mrz_character_invalid`. `now` decides centuries.
 */
export function parseMrz(lines: readonly string[], { now }: { now: Date }): MrzReading {
  const format = formatOf(lines)
  const layout = layouts[format]
  const invalid = lines.findIndex((line) => !alphabets.any.test(line))
  if (invalid >= 0) throw new MrzFailure('mrz_character_invalid', `line ${invalid + 1}`)
  const positions = positionsOf(layout)
  const text = (field: MrzField): string => (positions[field] ? textAt(lines, positions[field]) : '')
  const problems = [...alphabetProblems(layout, lines), ...codeProblems(layout, lines, positions)]
  const checks = verifyChecks(layout, lines)
  for (const check of checks) if (!check.ok) problems.push(problemAt('mrz_check_digit_failed', check))
  const { names, position: namePosition } = namesOf(lines, positions)
  if (names.shape === null) problems.push(problemAt('mrz_character_invalid', namePosition))
  const birthDate = parseBirthDate(text('birthDate'), now)
  if (!birthDate && positions.birthDate) problems.push(problemAt('mrz_date_invalid', positions.birthDate))
  const hasNoExpiry = /^<{6}$/.test(text('expiryDate'))
  const expiryDate = positions.expiryDate ? parseExpiryDate(text('expiryDate'), now) : null
  if (positions.expiryDate && !expiryDate && !hasNoExpiry)
    problems.push(problemAt('mrz_date_invalid', positions.expiryDate))
  const french = format === 'FRA2x36'
  const issueYearMonth = french ? parseIssueMonth(text('documentNumber').slice(0, 4)) : null
  if (french && !issueYearMonth) problems.push(problemAt('mrz_date_invalid', { line: 1, from: 0, to: 4 }))
  const long = longNumberIn(layout, lines)
  return {
    format,
    lines: [...lines],
    documentCode: trimmed(text('documentCode')),
    issuer: trimmed(text('issuer')),
    documentNumber: unfilled(text('documentNumber') + (long?.remainder ?? '')),
    surname: names.surname,
    givenNames: names.givenNames,
    nationality: positions.nationality ? trimmed(text('nationality')) : null,
    birthDate: birthDate ?? { year: null, month: null, day: null, iso: 'XXXX-XX-XX' },
    sex: sexOf(text('sex')),
    expiryDate,
    optionalData: optionalDataOf(layout, lines, long),
    truncated: names.truncated,
    department: french ? trimmed(text('department')) : null,
    office: french ? trimmed(text('office')) : null,
    issueYearMonth,
    checks,
    problems,
    notes: notesOf({ long, names, namesAt: namePosition, noExpiryAt: hasNoExpiry ? positions.expiryDate : undefined }),
    keys: format.startsWith('TD') ? keysOf(text, long) : null,
  }
}

/** Lines of typed or pasted text: upper case, blanks dropped, look-alike quotes and brackets taken as fillers. */
export function linesOfText(text: string): string[] {
  return text
    .toUpperCase()
    .replaceAll('«', '<<')
    .split(/[\r\n]+/)
    .map((line) => line.replace(/\s/g, '').replace(/[‹〈＜]/g, '<'))
    .filter((line) => line.length > 0)
}

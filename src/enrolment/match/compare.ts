import { documentTypes } from '../../contract/documents.ts'
import { MatchRule } from '../../contract/match.ts'
import type { FieldMatch, PrintedAnswer } from '../../contract/match.ts'
import { differenceOf } from './align.ts'
import { different, same } from './compare-values.ts'
import { cuts, fieldRules } from './field-rules.ts'
import type { ComparisonInput, FieldRule, Source } from './field-rules.ts'
import type { Comparison } from './names.ts'

const written = (text: string | null): string | null => (text === null || text.trim() === '' ? null : text)

type Found = { source: Source; text: string; comparison: Comparison }
type Judged = Pick<FieldMatch, 'class' | 'rules' | 'differsAt' | 'explanation'>

const judgedAs = (matchClass: FieldMatch['class'], explanation: string | null): Judged => ({
  class: matchClass,
  rules: [],
  differsAt: null,
  explanation,
})

/** The print speaks last: where it is asked and when it contradicts, asked or not. */
function withPrint(judged: Judged, open: string | null, printed: PrintedAnswer | null): Judged {
  if (judged.class === 'different') return judged
  if (printed === 'differs') return judgedAs('different', 'print_differs')
  if (open === null) return judged
  if (printed === 'same') return { ...judged, class: 'same_by_rule', rules: [...judged.rules, 'printed_value'] }
  return judgedAs('print_needed', printed === 'cannot_tell' ? 'print_unreadable' : open)
}

/**
 * What a chip says of one field may fill a file. Nobody declares so much, and comparing it letter by letter would take a judge's
 * memory and time: it is another value.
 */
const longestRead = 1_000

const compareRead = (rule: FieldRule, source: Source, declared: string, text: string): Comparison =>
  text.length > longestRead ? different('text_too_long') : rule.compare(source, declared, text)

/** Every source that speaks must agree, and one of them must settle the field by itself. */
function matchFound(rule: FieldRule, declared: string, found: Found[], printed: PrintedAnswer | null): Judged {
  const rules = new Set<MatchRule>()
  for (const { text, comparison } of found) {
    if (!comparison.same)
      return { ...judgedAs('different', comparison.explanation), differsAt: differenceOf(declared, text, rule.idle) }
    comparison.rules.forEach((one) => rules.add(one))
  }
  const sorted = MatchRule.options.filter((one) => rules.has(one))
  const open = found.map(({ source }) => rule.open?.(source, declared) ?? null)
  const judged: Judged = { ...judgedAs(sorted.length === 0 ? 'same' : 'same_by_rule', null), rules: sorted }
  return withPrint(judged, open.includes(null) ? null : open[0]!, printed)
}

/** No source says anything of the field. A cut MRZ may have lost all given names; who has one name has none to compare. */
function matchUnsaid(
  rule: FieldRule,
  declared: string | null,
  sources: Source[],
  printed: PrintedAnswer | null,
): Judged {
  if (rule.field === 'given_names' && sources.length > 0) {
    const isCut = sources.some((source) => cuts(source).givenNames)
    if (isCut) return withPrint(judgedAs('same', null), 'names_may_be_cut', printed)
    if (declared === null) return withPrint(judgedAs('same', null), null, printed)
  }
  if (rule.mandatory) return judgedAs('different', 'not_on_document')
  if (declared === null) return withPrint(judgedAs('not_compared', null), null, printed)
  return withPrint(judgedAs('same', null), 'only_on_print', printed)
}

function sourcesOf(input: ComparisonInput): Source[] {
  const { chip, mrz } = input
  return [
    ...(chip === null ? [] : [{ input, read: chip, birthYearFull: chip.birthYearFull }]),
    ...(mrz === null ? [] : [{ input, read: mrz, birthYearFull: false }]),
  ]
}

const worstFirst: PrintedAnswer[] = ['differs', 'cannot_tell', 'same']

function matchField(rule: FieldRule, input: ComparisonInput): FieldMatch {
  const declared = written(rule.declared(input.declared))
  const sources = sourcesOf(input)
  const readOf = (from: 'mrz' | 'chip'): string | null => {
    const source = sources.find(({ read }) => read === input[from])
    return source === undefined ? null : (written(rule.read(source))?.slice(0, longestRead) ?? null)
  }
  const answers = input.printed.filter(({ field }) => field === rule.field).map(({ answer }) => answer)
  // Whoever says two things of one field has not said that it is the same.
  const printed = worstFirst.find((answer) => answers.includes(answer)) ?? null
  const shown = { field: rule.field, declared, mrz: readOf('mrz'), chip: readOf('chip'), printed }
  const coherent = rule.coherent?.(input.declared, input.today) ?? same
  if (!coherent.same) return { ...shown, ...judgedAs('different', coherent.explanation) }
  const found = sources.flatMap((source) => {
    const text = written(rule.read(source))
    return text === null || declared === null
      ? []
      : [{ source, text: text.slice(0, longestRead), comparison: compareRead(rule, source, declared, text) }]
  })
  if (found.length > 0 && declared !== null) return { ...shown, ...matchFound(rule, declared, found, printed) }
  const isSaid = shown.mrz !== null || shown.chip !== null
  if (isSaid && rule.field === 'given_names') return { ...shown, ...judgedAs('different', 'given_name_missing') }
  if (isSaid && rule.mandatory) return { ...shown, ...judgedAs('different', 'not_declared') }
  if (isSaid) return { ...shown, ...withPrint(judgedAs('not_compared', null), null, printed) }
  return { ...shown, ...matchUnsaid(rule, declared, sources, printed) }
}

/**
 * What the citizen declared against MRZ and genuine chip, field by field (R10): every source that says something must agree, and
 * what neither settles is left to the clerk's look at the print. Fields that were not declared are `not_compared`.
 */
export function compareFields(input: ComparisonInput): FieldMatch[] {
  const { compared } = documentTypes[input.documentType]
  return fieldRules.filter((rule) => compared.includes(rule.field)).map((rule) => matchField(rule, input))
}

import { z } from 'zod'
import { verdicts } from './verdict-spelling.ts'

export const MatchField = z.enum([
  'surname',
  'usage_name',
  'given_names',
  'birth_date',
  'birth_place',
  'sex',
  'nationality',
  'document_type',
  'document_number',
])
export type MatchField = z.infer<typeof MatchField>

/** Declared rules under which two spellings count as the same (R10: no tolerance beyond these). */
export const MatchRule = z.enum([
  'unicode_normalisation',
  'letter_case',
  'transliteration',
  'diacritics_dropped',
  'hyphen_or_apostrophe',
  'ligature',
  'mrz_truncation',
  'partial_date',
  'insee_code',
  'administrative_name',
  'usage_name_marker',
  'printed_value',
])
export type MatchRule = z.infer<typeof MatchRule>

/**
 * `not_compared`: nothing was declared, or nothing is there to compare. `print_needed`: neither chip nor MRZ settles it; the clerk
 * compares the printed value. Neither is ever a pass by itself.
 */
export const MatchClass = z.enum(['same', 'same_by_rule', 'different', 'not_compared', 'print_needed'])
export type MatchClass = z.infer<typeof MatchClass>

/** What the clerk sees when the printed value is held beside the declared one. */
export const PrintedAnswer = z.enum(['same', 'differs', 'cannot_tell'])
export type PrintedAnswer = z.infer<typeof PrintedAnswer>

export const PrintedValue = z.object({ field: MatchField, answer: PrintedAnswer })
export type PrintedValue = z.infer<typeof PrintedValue>

export const FieldMatch = z.object({
  field: MatchField,
  class: MatchClass,
  rules: z.array(MatchRule),
  declared: z.string().nullable(),
  mrz: z.string().nullable(),
  chip: z.string().nullable(),
  /** The clerk's look at the print, where one was asked for. */
  printed: PrintedAnswer.nullable(),
  /** Half-open range of `declared` where it first and last differs, for marking; null when nothing differs. */
  differsAt: z.object({ from: z.int(), to: z.int() }).nullable(),
  /** Key into assets/texts/<language>/match.json, e.g. `given_name_missing`; null when same. */
  explanation: z.string().nullable(),
})
export type FieldMatch = z.infer<typeof FieldMatch>

export const EligibilityRule = z.enum(['document_accepted', 'document_valid', 'adult', 'permit_length', 'lost_stolen'])
export type EligibilityRule = z.infer<typeof EligibilityRule>

export const EligibilityCheck = z.object({
  rule: EligibilityRule,
  verdict: verdicts(['passed', 'failed', 'not_applicable', 'deferred']),
  /** Failure code when failed. */
  reason: z.string().nullable(),
  /** Figures to show with it: dates, years. */
  facts: z.record(z.string(), z.string()),
})
export type EligibilityCheck = z.infer<typeof EligibilityCheck>

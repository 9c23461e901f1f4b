/** The columns of an exported daily log, in order; their words are `daily-log:column` and, printed, `daily-log:short`. */
export const logColumns = [
  'day',
  'time',
  'reference',
  'operator',
  'channel',
  'document',
  'outcome',
  'reasons',
  'duration',
  'override',
  'provisional',
  'state',
  'central',
] as const
export type LogColumn = (typeof logColumns)[number]

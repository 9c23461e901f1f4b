/** What `inspect` was asked to do. */
export interface InspectArguments {
  readonly json: boolean
  readonly sod: string
  readonly dataGroups: ReadonlyMap<number, string>
  readonly trust: readonly string[]
  readonly crls: readonly string[]
  readonly at: Date
  /** The day was asked for: certificates are judged at it, not at the document's day of issue. */
  readonly judgesAt: boolean
  /** A signer under an authority that is in none of the lists is not held against the files. */
  readonly allowsUnknownCsca: boolean
}

/** A wrong command line; the message is for anyone who typed it. */
export class UsageError extends Error {}

type Values = Map<string, string[]>
const flags = new Set(['json', 'help', 'allow-unknown-csca'])
const options = new Set(['sod', 'trust', 'crl', 'at', ...Array.from({ length: 16 }, (_, i) => `dg${i + 1}`)])
const listOptions = new Set(['trust', 'crl'])

/** Parses `--name value`, `--name=value` and several values after `--trust` and `--crl`; `now` is the default of `--at`. Null for `--help`. */
export function readArguments(words: readonly string[], now: Date): InspectArguments | null {
  const values = collectValues(words)
  if (values.has('help')) return null
  const [sod] = values.get('sod') ?? []
  if (sod === undefined) throw new UsageError('--sod FILE is needed')
  const dataGroups = new Map<number, string>()
  for (const [name, [file]] of values)
    if (name.startsWith('dg') && file !== undefined) dataGroups.set(Number(name.slice(2)), file)
  return {
    json: values.has('json'),
    sod,
    dataGroups,
    trust: values.get('trust') ?? [],
    crls: values.get('crl') ?? [],
    allowsUnknownCsca: values.has('allow-unknown-csca'),
    at: readDate(values.get('at')?.[0], now),
    judgesAt: values.has('at'),
  }
}

function collectValues(words: readonly string[]): Values {
  const values: Values = new Map()
  let current: string | null = null
  for (const word of words) {
    if (!word.startsWith('--')) {
      if (current === null) throw new UsageError(`unexpected ${word}`)
      addValue(values, current, word)
      continue
    }
    const [name = '', ...rest] = word.slice(2).split('=')
    if (!flags.has(name) && !options.has(name)) throw new UsageError(`unknown option --${name}`)
    requireValue(values, current)
    values.set(name, values.get(name) ?? [])
    current = flags.has(name) ? null : name
    if (rest.length > 0) addValue(values, name, rest.join('='))
  }
  requireValue(values, current)
  return values
}

function requireValue(values: Values, name: string | null): void {
  if (name !== null && values.get(name)?.length === 0) throw new UsageError(`--${name} needs a value`)
}

function addValue(values: Values, name: string, value: string): void {
  const list = values.get(name) ?? []
  if (list.length > 0 && !listOptions.has(name)) throw new UsageError(`--${name} takes one value`)
  values.set(name, [...list, value])
}

/** A day is taken from its start in UTC; so is a time without a zone. */
function readDate(text: string | undefined, now: Date): Date {
  if (text === undefined) return now
  const zoned = /^\d{4}-\d{2}-\d{2}T[\d:.]+$/.test(text) ? `${text}Z` : text
  const date = new Date(zoned)
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(date.getTime())) throw new UsageError('--at takes YYYY-MM-DD')
  return date
}

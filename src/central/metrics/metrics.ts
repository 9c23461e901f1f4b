type Labels = Record<string, string>

/** Upper bounds in seconds: from an answer out of memory to a decision that waited for a night. */
const bounds = [0.005, 0.025, 0.1, 0.5, 2.5, 10, 60, 600, 3600, 36_000]

type Series = { labels: Labels; value: number; buckets: number[] | null; count: number }
type Family = { help: string; type: 'counter' | 'histogram' | 'gauge'; series: Map<string, Series> }

export type Gauge = { name: string; help: string; values: [labels: Labels, value: number][] }

/** What this process counts, and writes as Prometheus reads it (text format 0.0.4). Labels are routes, codes and states: never a person, never an id. */
export type Metrics = {
  count(name: CounterName, labels: Labels): void
  /** Seconds. */
  observe(name: HistogramName, labels: Labels, seconds: number): void
  /** Counters and histograms of this process, and the gauges given, as text. */
  write(gauges: readonly Gauge[]): string
}

const counters = {
  guichet_refusals_total: 'Requests that were refused, by code',
  guichet_decisions_total: 'Decisions by their state',
} as const
const histograms = {
  guichet_request_seconds: 'Answers by route, method and status',
  guichet_decision_seconds: 'From receipt to decision',
} as const
type CounterName = keyof typeof counters
type HistogramName = keyof typeof histograms

export function createMetrics(): Metrics {
  const families = new Map<string, Family>()
  for (const [name, help] of Object.entries(counters)) families.set(name, { help, type: 'counter', series: new Map() })
  for (const [name, help] of Object.entries(histograms))
    families.set(name, { help, type: 'histogram', series: new Map() })
  const seriesOf = (name: string, labels: Labels): Series => {
    const { series, type } = families.get(name)!
    const key = JSON.stringify(labels)
    const known = series.get(key)
    if (known !== undefined) return known
    const buckets = type === 'histogram' ? bounds.map(() => 0) : null
    const made: Series = { labels, value: 0, buckets, count: 0 }
    series.set(key, made)
    return made
  }
  return {
    count: (name, labels) => void (seriesOf(name, labels).value += 1),
    observe(name, labels, seconds) {
      const series = seriesOf(name, labels)
      series.value += seconds
      series.count += 1
      bounds.forEach((bound, i) => void (seconds <= bound && (series.buckets![i]! += 1)))
    },
    write: (gauges) => {
      const counted = [...families].flatMap(([name, family]) => writeFamily(name, family))
      return [...counted, ...gauges.flatMap(writeGauge)].join('\n') + '\n'
    },
  }
}

const escape = (text: string) =>
  text.replace(/[\\"\n]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`))
const labelled = (name: string, labels: Labels, value: number): string => {
  const said = Object.entries(labels).map(([label, text]) => `${label}="${escape(text)}"`)
  return `${name}${said.length === 0 ? '' : `{${said.join(',')}}`} ${value}`
}
const head = (name: string, help: string, type: Family['type']) => [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`]

function writeFamily(name: string, { help, type, series }: Family): string[] {
  const lines = [...series.values()].flatMap(({ labels, value, buckets, count }) => {
    if (buckets === null) return [labelled(name, labels, value)]
    const within = bounds.map((bound, i) => labelled(`${name}_bucket`, { ...labels, le: String(bound) }, buckets[i]!))
    const all = labelled(`${name}_bucket`, { ...labels, le: '+Inf' }, count)
    return [...within, all, labelled(`${name}_sum`, labels, value), labelled(`${name}_count`, labels, count)]
  })
  return [...head(name, help, type), ...lines]
}

const writeGauge = ({ name, help, values }: Gauge): string[] => [
  ...head(name, help, 'gauge'),
  ...values.map(([labels, value]) => labelled(name, labels, value)),
]

import type { Attributes } from '@opentelemetry/api'
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics'
import { counters, gauges, histograms, type CounterName, type GaugeValue, type HistogramName } from './metric-names.ts'

/** Upper bounds in seconds: from an answer out of memory to a decision that waited for a night. */
const bounds = [0.005, 0.025, 0.1, 0.5, 2.5, 10, 60, 600, 3600, 36_000]

/** What this process counts. Labels are routes, codes, states and registered clients: never a person, nor an id of anything else. */
export type Metrics = {
  count(name: CounterName, labels: Attributes): void
  /** Seconds. */
  observe(name: HistogramName, labels: Attributes, seconds: number): void
  /** Counters and histograms of this process and the database's gauges, in Prometheus' text format. Rejects where the database does not answer. */
  write(): Promise<string>
}

/** Read when somebody asks: nothing is sent or kept in between. */
class ReadWhenAsked extends MetricReader {
  protected override onForceFlush = async () => {}
  protected override onShutdown = async () => {}
}

/** Who asks gives up after ten seconds, as Prometheus is set by default. */
const patienceMs = 8_000

/** Metrics of one instance by OpenTelemetry's SDK. `readGauges`: what the database says now. */
export function createMetrics(readGauges: () => Promise<GaugeValue[]>, timeoutMillis = patienceMs): Metrics {
  const reader = new ReadWhenAsked()
  const meter = new MeterProvider({ readers: [reader] }).getMeter('guichet')
  const serializer = new PrometheusSerializer('', false, undefined, true, true)
  const counterOf = tableOf(counters, (name, description) => meter.createCounter(name, { description }))
  const histogramOf = tableOf(histograms, (name, description) =>
    meter.createHistogram(name, { description, advice: { explicitBucketBoundaries: bounds } }),
  )
  const gaugeOf = tableOf(gauges, (name, description) => meter.createObservableGauge(name, { description }))
  meter.addBatchObservableCallback(async (result) => {
    for (const { name, labels, value } of await readGauges()) result.observe(gaugeOf[name], value, labels)
  }, Object.values(gaugeOf))
  return {
    count: (name, labels) => counterOf[name].add(1, labels),
    observe: (name, labels, seconds) => histogramOf[name].record(seconds, labels),
    async write() {
      const { resourceMetrics, errors } = await reader.collect({ timeoutMillis })
      if (errors.length > 0) throw errors[0]
      return serializer.serialize(resourceMetrics)
    },
  }
}

function tableOf<Name extends string, Made>(
  named: Readonly<Record<Name, string>>,
  make: (name: Name, description: string) => Made,
): Record<Name, Made> {
  const rows = Object.entries(named) as [Name, string][]
  return Object.fromEntries(rows.map(([name, description]) => [name, make(name, description)])) as Record<Name, Made>
}

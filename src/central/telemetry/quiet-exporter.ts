import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http'
import type { SpanExporter } from '@opentelemetry/sdk-trace'
import type { Logger } from 'pino'

/** Spans by OTLP over HTTP. A collector that does not take them is said in the log once, and once more only after it took some. */
export function quietExporter(url: string, log: Pick<Logger, 'warn'>): SpanExporter {
  const exporter = new OTLPTraceExporter({ url })
  let isSaid = false
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        if (result.error && !isSaid) log.warn({ cause: result.error.name }, 'traces do not reach their collector')
        isSaid = result.error !== undefined
        // They are given up: the library would write each of them to the console.
        done({ code: 0 })
      })
    },
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush(),
  }
}

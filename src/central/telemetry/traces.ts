import {
  context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type SpanContext,
} from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { resourceFromAttributes } from '@opentelemetry/resources'
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import {
  ATTR_DB_QUERY_TEXT,
  ATTR_DB_SYSTEM_NAME,
  ATTR_ERROR_TYPE,
  ATTR_SERVICE_NAME,
} from '@opentelemetry/semantic-conventions'
import type { LogEvent } from 'kysely'
import type { Logger } from 'pino'
import { codeOf } from '../../contract/failure.ts'
import { quietExporter } from './quiet-exporter.ts'

export type TraceSettings = {
  /** Base address of an OpenTelemetry collector that speaks OTLP over HTTP: `/v1/traces` below it is where spans go. */
  endpoint: string
  /** From 0 to 1: which share of traces is kept. */
  share: number
}

/** Where work came from, as it travels with a job to another process. */
export type TraceOrigin = SpanContext

/** A piece of work that is timed from its beginning until `end`. */
export type Stretch = {
  /** What is done there belongs to it: statements, and what asks for `origin`. */
  within<T>(work: () => T): T
  /** A failure code; `isFault` where it is ours. */
  failed(code: string, isFault: boolean): void
  end(attributes?: Attributes): void
}

/** Attributes are routes, codes, states and request ids: never a person, never what stands in a packet. */
export type Traces = {
  begin(name: string, kind: 'request' | 'job', attributes?: Attributes, origin?: TraceOrigin): Stretch
  /** The work under way, for a job that goes on with it. */
  origin(): TraceOrigin | undefined
  /** A statement that has ended: its text has places for values, never the values. */
  statement(event: LogEvent): void
  stop(): Promise<void>
}

/** What is timed where nobody collects. */
export const untraced: Stretch = { within: (work) => work(), failed: () => {}, end: () => {} }

/** Where nobody collects. */
export const noTraces: Traces = {
  begin: () => untraced,
  origin: () => undefined,
  statement: () => {},
  stop: async () => {},
}

const kinds = { request: SpanKind.SERVER, job: SpanKind.CONSUMER } as const

/** Sends spans in batches, in the background: a collector that is away costs nothing but its spans. */
export function startTraces({ endpoint, share }: TraceSettings, log: Pick<Logger, 'warn'>): Traces {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: 'guichet-central' }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(share) }),
    spanProcessors: [
      new BatchSpanProcessor({ exporter: quietExporter(`${endpoint.replace(/\/$/, '')}/v1/traces`, log) }),
    ],
  })
  const tracer = provider.getTracer('guichet')
  return {
    begin(name, kind, attributes = {}, origin) {
      const parent =
        origin === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, { ...origin, isRemote: true })
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes }, parent)
      const inside = trace.setSpan(parent, span)
      return {
        within: (work) => context.with(inside, work),
        failed(code, isFault) {
          span.setAttribute(ATTR_ERROR_TYPE, code)
          if (isFault) span.setStatus({ code: SpanStatusCode.ERROR })
        },
        end: (attributes = {}) => span.setAttributes(attributes).end(),
      }
    },
    origin() {
      const { isRemote: _, ...origin } = trace.getActiveSpan()?.spanContext() ?? {}
      return 'traceId' in origin ? (origin as TraceOrigin) : undefined
    },
    statement({ level, query, queryDurationMillis, ...event }) {
      if (trace.getActiveSpan() === undefined) return
      const endTime = Date.now()
      const span = tracer.startSpan(query.sql.trimStart().split(/\s/, 1)[0]!.toUpperCase(), {
        kind: SpanKind.CLIENT,
        startTime: endTime - queryDurationMillis,
        attributes: { [ATTR_DB_SYSTEM_NAME]: 'postgresql', [ATTR_DB_QUERY_TEXT]: query.sql },
      })
      if (level === 'error' && 'error' in event) {
        span.setAttribute(ATTR_ERROR_TYPE, String((event.error as { code?: string })?.code ?? codeOf(event.error)))
        span.setStatus({ code: SpanStatusCode.ERROR })
      }
      span.end(endTime)
    },
    stop: () => provider.shutdown(),
  }
}

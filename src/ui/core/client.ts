import { Failure } from '../../contract/failure.ts'
import { maxMessageBytes } from '../../contract/wire-message.ts'
import { events } from '../../contract/events.ts'
import { requests } from '../../contract/requests.ts'
import type { EventName, EventPayload } from '../../contract/events.ts'
import type { RequestInput, RequestName, RequestOutput } from '../../contract/requests.ts'
import { readMessage, type Wire } from './wire.ts'

export interface Client {
  /** Codes: the request's own, and wire_timeout, wire_disconnected, wire_malformed, wire_too_large. */
  request<N extends RequestName>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>>
  on<N extends EventName>(event: N, receive: (payload: EventPayload<N>) => void): () => void
  /** The wire broke: what is under way fails with wire_disconnected. */
  drop(): void
}

interface Pending {
  name: RequestName
  resolve(output: unknown): void
  reject(failure: Failure): void
  timer: ReturnType<typeof setTimeout>
}

const usualTimeoutMs = 15_000
/** Requests that read or write much before they answer; the first question, which is asked again. */
const timeoutMs: Partial<Record<RequestName, number>> = {
  'status.get': 4_000,
  'audit.verify': 180_000,
  'audit.export': 180_000,
  'queue.exportBundle': 120_000,
  'queue.importBundle': 120_000,
  'trust.import': 60_000,
  'appointment.refresh': 60_000,
  'station.register': 60_000,
  'station.rotateKey': 60_000,
  'session.decide': 60_000,
}

/** The station as the page sees it. Replies and events are parsed by the contract before anybody uses them. */
export function createClient(wire: Wire): Client {
  const pending = new Map<number, Pending>()
  const receivers = new Map<EventName, Set<(payload: never) => void>>()
  let lastId = 0

  function take(id: number): Pending | undefined {
    const entry = pending.get(id)
    if (entry) clearTimeout(entry.timer)
    pending.delete(id)
    return entry
  }

  wire.listen((text) => {
    const message = readMessage(text)
    if (message === null) return
    if ('event' in message) return deliver(message.event, message.payload)
    const entry = take(message.id)
    if (!entry) return
    if (!message.ok)
      return entry.reject(
        new Failure(message.code, null, { waitSeconds: message.waitSeconds, triesLeft: message.triesLeft }),
      )
    const output = requests[entry.name].output.safeParse(message.output)
    if (output.success) entry.resolve(output.data)
    else entry.reject(new Failure('wire_malformed', entry.name))
  })

  function deliver(event: string, payload: unknown) {
    if (!(event in events)) return
    const parsed = events[event as EventName].safeParse(payload)
    if (!parsed.success) return
    for (const receive of receivers.get(event as EventName) ?? []) receive(parsed.data as never)
  }

  return {
    request(name, input) {
      const id = ++lastId
      const message = JSON.stringify({ id, name, input })
      if (message.length > maxMessageBytes) return Promise.reject(new Failure('wire_too_large', name))
      return new Promise((resolve, reject) => {
        const timer = setTimeout(
          () => take(id)?.reject(new Failure('wire_timeout', name)),
          timeoutMs[name] ?? usualTimeoutMs,
        )
        pending.set(id, { name, resolve: resolve as (output: unknown) => void, reject, timer })
        wire.post(message)
      })
    },
    on(event, receive) {
      const set = receivers.get(event) ?? new Set()
      receivers.set(event, set)
      set.add(receive)
      return () => void set.delete(receive)
    },
    drop() {
      for (const id of [...pending.keys()]) take(id)?.reject(new Failure('wire_disconnected'))
    },
  }
}

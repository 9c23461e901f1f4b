import { RequestMessage } from '../../../src/contract/wire-message.ts'
import { events, type EventName } from '../../../src/contract/events.ts'
import { requests, type RequestName } from '../../../src/contract/requests.ts'
import type { Language } from '../../../src/contract/identity.ts'
import type { Wire } from '../../../src/ui/core/wire.ts'
import { defaultPolicy } from '../../../src/contract/policy.ts'
import type { Scene } from './scene.ts'

export interface Play {
  wire: Wire
  /** What the page asked so far. */
  posted: { name: string; input: unknown }[]
  push(event: EventName, payload: unknown): void
}

/** A wire that answers from the scene, every answer and event parsed by the contract first: a scene cannot lie. */
export function playScene(scene: Scene, language: Language): Play {
  const receivers = new Set<(message: string) => void>()
  const send = (message: object) => setTimeout(() => receivers.forEach((receive) => receive(JSON.stringify(message))))
  const operator = scene.status.operator
  const status = { ...scene.status, operator: operator && { ...operator, language } }
  const standing: Partial<Record<RequestName, unknown>> = {
    'status.get': status,
    'policy.get': { ...defaultPolicy, ...scene.policy },
    'session.current': scene.session ?? null,
    'draft.list': [],
    'appointment.list': [],
    'queue.list': [],
    'appointment.fetched': { at: `${status.today}T06:00:00Z` },
    'operator.list': [],
    'operator.here': [],
    'exercise.face': { dataUrl: null },
  }
  const posted: Play['posted'] = []
  return {
    posted,
    wire: {
      post(text) {
        const { id, name, input } = RequestMessage.parse(JSON.parse(text))
        const request = name as RequestName
        posted.push({ name, input: requests[request].input.parse(input) })
        const failure = scene.failures?.[request]
        const wait = failure === 'operator_locked_out' && { waitSeconds: 90 }
        const tries = failure === 'operator_unknown_or_wrong_pin' && { triesLeft: 2 }
        if (failure) return void send({ id, ok: false, code: failure, ...wait, ...tries })
        const known = { ...standing, ...scene.replies }
        const intent = requests[request].output.safeParse(null).success
        if (intent && !(request in known)) return void send({ id, ok: true, output: null })
        if (!(request in known)) return void send({ id, ok: false, code: 'forbidden' })
        send({ id, ok: true, output: requests[request].output.parse(known[request]) })
      },
      listen(receive) {
        receivers.add(receive)
        return () => void receivers.delete(receive)
      },
    },
    push(event, payload) {
      send({ event, payload: events[event].parse(payload) })
    },
  }
}

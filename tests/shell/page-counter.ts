import { setTimeout } from 'node:timers/promises'
import { judgementDelayMs } from '../../src/contract/decision.ts'
import type { RequestInput, RequestName, RequestOutput } from '../../src/contract/requests.ts'
import type { Session } from '../../src/contract/session.ts'
import type { Counter } from '../fixtures/test-station.ts'
import type { BareShell } from './bare.ts'

const patienceMs = 60_000

/** In base64 whatever the driver's own connection carries: what is found in clear in memory is then the kiosk's. */
const hidden = (value: unknown) =>
  `JSON.parse(new TextDecoder().decode(Uint8Array.from(atob('${Buffer.from(JSON.stringify(value)).toString('base64')}'), (c) => c.charCodeAt(0))))`
const hide = (expression: string) =>
  `btoa(Array.from(new TextEncoder().encode(JSON.stringify(${expression} ?? null)), (b) => String.fromCharCode(b)).join(''))`

/** Beside the interface, on the same wire: asks, and keeps the last snapshot of the visit. */
const listener = `window.driver ??= (() => {
  const driver = { session: null, replies: {} }
  window.guichet.listen((message) => {
    if (message.event === 'session.changed') driver.session = message.payload
    if (message.id >= 1e6) driver.replies[message.id] = message
  })
  return driver
})()`

/** What a test does at a counter, done through the page of a real window that shows it meanwhile. */
export function pageCounter(shell: BareShell): Counter & { tell(name: RequestName, input: object): Promise<unknown> } {
  let lastId = 1e6
  const look = async <T>(expression: string) => {
    const found = await shell.inPage(`(${listener}, ${hide(expression)})`)
    return JSON.parse(Buffer.from(String(found), 'base64').toString()) as T
  }
  const poll = async <T>(expression: string, fits: (found: T) => boolean): Promise<T> => {
    for (const startedAt = performance.now(); ; await setTimeout(50)) {
      const found = await look<T>(expression)
      if (fits(found)) return found
      if (performance.now() - startedAt > patienceMs) throw new Error(`waited in vain for ${expression}`)
    }
  }
  let last: Session | null = null
  const refresh = async () => void (last = await look<Session | null>('driver.session'))
  const post = (id: number, name: RequestName, input: object) =>
    look(`(window.guichet.post({ id: ${id}, name: '${name}', input: ${hidden(input)} }), null)`)
  return {
    /** For what the page does not live to hear the answer of. */
    tell: (name, input) => post(++lastId, name, input),
    async ask<N extends RequestName>(name: N, input: RequestInput<N>) {
      const id = ++lastId
      await post(id, name, input)
      type Reply = { ok: boolean; output: RequestOutput<N>; code: string } | null
      const reply = await poll<Reply>(`driver.replies[${id}]`, (found) => found !== null)
      await refresh()
      if (!reply!.ok) throw new Error(reply!.code)
      return reply!.output
    },
    session: () => last,
    async until(fits) {
      last = await poll<Session | null>('driver.session', (found) => found !== null && fits(found))
      return last!
    },
    look: () => setTimeout(judgementDelayMs + 20),
  }
}

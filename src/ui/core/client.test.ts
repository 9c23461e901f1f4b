import { afterEach, describe, expect, it, vi } from 'vitest'
import { createClient } from './client.ts'
import type { Wire } from './wire.ts'

/** A station that answers as told, on a wire inside this process. */
function station(answer: (message: { id: number; name: string; input: unknown }) => unknown) {
  const receivers = new Set<(message: string) => void>()
  const push = (message: unknown) => receivers.forEach((receive) => receive(JSON.stringify(message)))
  const wire: Wire = {
    post: (text) => {
      const reply = answer(JSON.parse(text))
      if (reply !== undefined) push(reply)
    },
    listen: (receive) => {
      receivers.add(receive)
      return () => void receivers.delete(receive)
    },
  }
  return { wire, push, raw: (text: string) => receivers.forEach((receive) => receive(text)) }
}

afterEach(() => void vi.useRealTimers())

describe('client', () => {
  it('resolves with the parsed output of its own request', async () => {
    const { wire } = station(({ id }) => ({ id, ok: true, output: [] }))
    await expect(createClient(wire).request('draft.list', {})).resolves.toEqual([])
  })
  it('rejects with the code of the station', async () => {
    const { wire } = station(({ id }) => ({ id, ok: false, code: 'pin_wrong' }))
    await expect(createClient(wire).request('operator.unlock', { pin: '1' })).rejects.toMatchObject({
      code: 'pin_wrong',
    })
  })
  it('knows how long a lockout lasts', async () => {
    const { wire } = station(({ id }) => ({ id, ok: false, code: 'operator_locked_out', waitSeconds: 30 }))
    await expect(createClient(wire).request('operator.unlock', { pin: '1' })).rejects.toMatchObject({
      code: 'operator_locked_out',
      waitSeconds: 30,
    })
  })
  it('takes no output that is not the contract’s', async () => {
    const { wire } = station(({ id }) => ({ id, ok: true, output: { drafts: 'many' } }))
    await expect(createClient(wire).request('draft.list', {})).rejects.toMatchObject({ code: 'wire_malformed' })
  })
  it('gives up on a silent station', async () => {
    vi.useFakeTimers()
    const { wire } = station(() => undefined)
    const outcome = expect(createClient(wire).request('draft.list', {})).rejects.toMatchObject({ code: 'wire_timeout' })
    await vi.advanceTimersByTimeAsync(15_000)
    await outcome
  })
  it('fails what is under way when the wire drops', async () => {
    const { wire } = station(() => undefined)
    const client = createClient(wire)
    const outcome = expect(client.request('draft.list', {})).rejects.toMatchObject({ code: 'wire_disconnected' })
    client.drop()
    await outcome
  })
  it('sends nothing larger than a message may be', async () => {
    const posted = vi.fn(() => undefined)
    const { wire } = station(posted)
    const request = createClient(wire).request('queue.importBundle', { base64: 'A'.repeat(12_000_001) })
    await expect(request).rejects.toMatchObject({ code: 'wire_too_large' })
    expect(posted).not.toHaveBeenCalled()
  })
  it('delivers events that fit the contract, and no others', () => {
    const { wire, push, raw } = station(() => undefined)
    const seen = vi.fn()
    const stop = createClient(wire).on('queue.changed', seen)
    push({ event: 'queue.changed', payload: { waiting: 2, parked: 0 } })
    push({ event: 'queue.changed', payload: { waiting: 'two' } })
    push({ event: 'no.such', payload: {} })
    raw('{not json')
    stop()
    push({ event: 'queue.changed', payload: { waiting: 3, parked: 0 } })
    expect(seen.mock.calls).toEqual([[{ waiting: 2, parked: 0 }]])
  })
})

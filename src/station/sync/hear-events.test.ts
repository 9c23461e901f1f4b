import { expect, test } from 'vitest'
import { Failure } from '../../contract/failure.ts'
import type { Call } from './call.ts'
import { createEventReader } from './hear-events.ts'

type Told = { tookS: number; events?: object[]; next?: string; fails?: 'central_unreachable'; meanwhile?: () => void }

/** Central as it answers the questions of one station, each after so many seconds. */
function open(answers: Told[], undecided: string[] = []) {
  let nowMs = 0
  let cursor: string | null = null
  const asked: { wait: number; heldForMs: number | undefined }[] = []
  const client = {
    call: async ({ path, heldForMs, signal }: Call<unknown>) => {
      signal.throwIfAborted()
      asked.push({ wait: Number(new URL(path, 'http://central').searchParams.get('wait')), heldForMs })
      const { tookS, events = [], next = cursor ?? '', fails, meanwhile } = answers.shift()!
      nowMs += tookS * 1000
      meanwhile?.()
      signal.throwIfAborted()
      if (fails !== undefined) throw new Failure(fails)
      return { status: 200, headers: {}, body: { events, next } }
    },
  }
  const parts = {
    client,
    clock: { monotonicMs: () => nowMs },
    table: { undecided: () => undecided },
    central: {
      get: () => ({ eventsCursor: cursor }),
      set: ({ eventsCursor }: { eventsCursor: string }) => void (cursor = eventsCursor),
    },
    store: { transaction: (work: () => unknown) => work() },
    bus: { publish: () => {} },
  }
  const reader = createEventReader(parts as unknown as Parameters<typeof createEventReader>[0])
  return { answers, asked, reader, run: () => reader.run(new AbortController().signal) }
}
const kept: Told = { tookS: 240 }
const event = { type: 'something_new' }

test('central keeps the question, and is asked again at once, whether something came or not', async () => {
  const { asked, run } = open([kept, { tookS: 3, events: [event], next: '1.a' }, kept])
  expect([await run(), await run(), await run()]).toEqual([0, 0, 0])
  expect(asked).toEqual(Array(3).fill({ wait: 240, heldForMs: 240_000 }))
})

test.each([
  ['in a minute where nothing is awaited', [], 60_000],
  ['sooner while a decision is', ['p'], 15_000],
])('a central that does not keep it is asked again %s', async (_when, undecided, restMs) => {
  const { run } = open([{ tookS: 0.1 }, { tookS: 0.1, events: [event], next: '' }], undecided)
  expect(await run()).toBe(restMs)
  expect(await run(), 'an event without a cursor of its own would be asked for without end').toBe(restMs)
})

test('what cuts answers off is given shorter ones, and longer ones again once they pass', async () => {
  const cut: Told = { tookS: 60, fails: 'central_unreachable' }
  const half: Told = { tookS: 30 }
  const { asked, run } = open([cut, ...Array(12).fill(half), { tookS: 60 }])
  for (let i = 0; i < 14; i += 1) expect(await run()).toBe(0)
  expect(asked.map(({ wait }) => wait)).toEqual([240, ...Array(12).fill(30), 60])
})

test('where next to nothing passes, the station comes back by itself', async () => {
  const { asked, run } = open([{ tookS: 30, fails: 'central_unreachable' }, { tookS: 15 }])
  expect([await run(), await run()]).toEqual([0, 60_000])
  expect(asked[1]).toEqual({ wait: 0, heldForMs: undefined })
})

test('a question that was cut off as central died is kept again after a while', async () => {
  const { asked, run } = open([
    { tookS: 25, fails: 'central_unreachable' },
    ...Array<Told>(12).fill({ tookS: 0.1 }),
    ...Array<Told>(12).fill({ tookS: 20 }),
    { tookS: 40 },
  ])
  for (let i = 0; i < 26; i += 1) await run()
  expect(asked.map(({ wait }) => wait)).toEqual([240, ...Array(12).fill(0), ...Array(12).fill(20), 40])
})

test('a failure at once is one: who runs this rests as after any other', async () => {
  const { run } = open([{ tookS: 0.2, fails: 'central_unreachable' }])
  await expect(run()).rejects.toThrow('central_unreachable')
})

test('a question that is given up is no failure, a stop is', async () => {
  const { answers, reader, run } = open([])
  answers.push({ tookS: 100, meanwhile: reader.interrupt })
  expect(await run()).toBe(0)
  await expect(reader.run(AbortSignal.abort())).rejects.toThrow()
})

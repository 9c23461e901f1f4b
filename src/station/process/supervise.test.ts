import { pino } from 'pino'
import { expect, test, vi } from 'vitest'
import { superviseStation, type FromStation, type StationProcess, type ToStation } from './supervise.ts'

/** Processes in name only: what they are told, and what the test has them say. */
function startSupervised() {
  const made: ReturnType<typeof fakeProcess>[] = []
  const events: string[] = []
  const supervised = superviseStation<string>({
    spawn() {
      made.push(fakeProcess())
      return made.at(-1)!.process
    },
    log: pino({ level: 'silent' }),
    onRenewed: () => events.push('renewed'),
    onDestroyed: () => events.push('destroyed'),
    onRefused: ({ message }) => events.push(message),
  })
  return { made, events, supervised }
}

function fakeProcess() {
  const told: (ToStation | string)[] = []
  let hear: (message: FromStation) => void
  let exit: () => void
  const process: StationProcess<string> = {
    post: (message, handed) => void told.push(handed ?? message),
    onMessage: (receive) => (hear = receive),
    onExit: (ended) => (exit = ended),
    kill: () => void told.push('killed'),
  }
  return { process, told, say: (message: FromStation) => hear(message), exit: () => exit() }
}

test('what comes in while one process gives way to the next waits for the next, which knows what it was left', async () => {
  const { made, events, supervised } = startSupervised()
  supervised.hand('early')
  expect(made[0]!.told).toEqual([{ type: 'start', state: null }])
  made[0]!.say({ type: 'ready', told: 'address' })
  expect(await supervised.ready).toBe('address')
  supervised.hand('usual')
  made[0]!.say({ type: 'leaving' })
  supervised.hand('late')
  expect(made[0]!.told.slice(1)).toEqual(['early', 'usual', { type: 'left' }])
  made[0]!.say({ type: 'renewed', state: 'claire' })
  expect(made, 'the next one was there before').toHaveLength(2)
  expect(made[1]!.told).toEqual([])
  made[0]!.exit()
  expect(made[1]!.told).toEqual([{ type: 'start', state: 'claire' }])
  made[1]!.say({ type: 'ready', told: 'address' })
  expect(made[1]!.told.at(-1)).toBe('late')
  expect(events).toEqual(['renewed'])
})

test('after a crash comes one that knows nothing of it, also where the one that waited has crashed', async () => {
  const { made, events } = startSupervised()
  made[0]!.say({ type: 'ready', told: null })
  made[1]!.exit()
  made[0]!.exit()
  await vi.waitFor(() => expect(made).toHaveLength(3))
  expect(made[2]!.told).toEqual([{ type: 'start', state: null }])
  made[2]!.say({ type: 'ready', told: null })
  // In the middle of giving way: what it would have said is not known.
  made[2]!.say({ type: 'leaving' })
  made[2]!.exit()
  await vi.waitFor(() => expect(made[3]!.told).toEqual([{ type: 'start', state: null }]), { timeout: 5_000 })
  expect(events).toEqual(['renewed'])
})

test('whoever stood at the counter after a visit does not after a crash', async () => {
  const { made } = startSupervised()
  made[0]!.say({ type: 'ready', told: null })
  made[0]!.say({ type: 'leaving' })
  made[0]!.say({ type: 'renewed', state: 'claire' })
  made[0]!.exit()
  expect(made[1]!.told).toEqual([{ type: 'start', state: 'claire' }])
  made[1]!.say({ type: 'ready', told: null })
  made[1]!.exit()
  await vi.waitFor(() => expect(made[2]!.told).toEqual([{ type: 'start', state: null }]), { timeout: 5_000 })
})

test('a first start that cannot be is refused with its words, a later one is told', async () => {
  const first = startSupervised()
  first.made[0]!.say({ type: 'failed', title: 'full', text: 'disk' })
  await expect(first.supervised.ready).rejects.toMatchObject({ title: 'full', text: 'disk' })
  const silent = startSupervised()
  silent.made[0]!.exit()
  await expect(silent.supervised.ready).rejects.toThrow('ended as it started')
  const later = startSupervised()
  later.made[0]!.say({ type: 'ready', told: null })
  later.made[0]!.say({ type: 'leaving' })
  later.made[0]!.say({ type: 'renewed', state: null })
  later.made[0]!.exit()
  later.made[1]!.say({ type: 'failed', title: 'full', text: 'disk' })
  expect(later.events).toEqual(['full'])
})

test('stops what serves in order and the one that waits at once', async () => {
  const { made, supervised } = startSupervised()
  made[0]!.say({ type: 'ready', told: null })
  const stopped = supervised.stop()
  expect([made[0]!.told.at(-1), made[1]!.told]).toEqual([{ type: 'stop' }, ['killed']])
  made[0]!.exit()
  await stopped
  expect(made).toHaveLength(2)
})

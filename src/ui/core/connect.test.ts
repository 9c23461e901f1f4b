import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { StationStatus } from '../../contract/status.ts'
import { createClient } from './client.ts'
import { followConnection } from './connect.ts'
import { createUiStore } from './store.ts'

// A wire whose other end hears nothing until it is told to: what a page meets that loads before its station listens.
const status: StationStatus = {
  stationId: null,
  branchName: '',
  training: true,
  playsOffline: false,
  kind: 'counter',
  setup: 'first_manager_needed',
  standing: 'ordinary',
  update: null,
  thumbprint: null,
  operator: null,
  locked: false,
  reader: { state: 'simulated', name: null },
  network: { state: 'unknown', since: null, code: null },
  queue: { waiting: 0, parked: 0, oldestAt: null, visits: 0 },
  clock: { skewed: false, skewSeconds: 0, proof: 'central', locked: false },
  policyVersion: 1,
  strangerAt: null,
  trust: { anchors: 5, specimensRefused: 0, outdated: false },
  today: '2026-03-02',
  timeZone: 'Europe/Paris',
  version: '0.1.0',
}
beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function setUp() {
  let receive: (message: string) => void = () => {}
  let isListening = false
  const asked: string[] = []
  const client = createClient({
    post: (text) => {
      const { id, name } = JSON.parse(text) as { id: number; name: string }
      asked.push(name)
      const reply = name === 'status.get' ? { id, ok: true, output: status } : { id, ok: false, code: 'forbidden' }
      if (isListening) receive(JSON.stringify(reply))
    },
    listen: (told) => {
      receive = told
      return () => {}
    },
  })
  const store = createUiStore()
  const state = () => store.getState().connection
  const questions = () => asked.filter((name) => name === 'status.get').length
  return { client, store, state, questions, listen: () => (isListening = true) }
}

it('asks until it is answered, and says meanwhile that the station is silent', async () => {
  const { client, store, state, questions, listen } = setUp()
  followConnection(client, store, 'open')
  await vi.advanceTimersByTimeAsync(1_000)
  expect([state(), questions()]).toEqual(['open', 1])
  await vi.advanceTimersByTimeAsync(4_000)
  expect(state()).toBe('silent')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(questions()).toBeGreaterThan(10)
  listen()
  await vi.advanceTimersByTimeAsync(10_000)
  expect([state(), store.getState().status]).toEqual(['open', status])
  const answered = questions()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(questions()).toBe(answered)
})

it('asks no more on a wire that was lost, and again once it is back', async () => {
  const { client, store, state, questions, listen } = setUp()
  followConnection(client, store, 'open')
  await vi.advanceTimersByTimeAsync(6_000)
  followConnection(client, store, 'lost')
  const before = questions()
  await vi.advanceTimersByTimeAsync(60_000)
  expect([state(), questions()]).toEqual(['lost', before])
  listen()
  followConnection(client, store, 'open')
  await vi.advanceTimersByTimeAsync(0)
  expect([state(), store.getState().status, questions()]).toEqual(['open', status, before + 1])
})

import { expect, test } from 'vitest'
import type { QueueItem } from '../../contract/queue-item.ts'
import { readReferencePart } from '../../contract/reference.ts'
import { findPackets, standingOf } from './packet-standing.ts'

const item = (reference: string | null, state: QueueItem['state']): QueueItem => ({
  packetId: crypto.randomUUID(),
  reference,
  outcome: 'approved',
  sealedAt: '2026-11-21T09:00:00Z',
  state,
  attempts: 0,
  nextAttemptAt: null,
  code: null,
  centralDecision: null,
})
const items = [item('7K0-1PD-X2VQ', 'parked'), item('9ZZ-1PD-0000', 'sent'), item(null, 'received')]
const found = (typed: string, standing: Parameters<typeof findPackets>[2] = 'all') =>
  findPackets(items, readReferencePart(typed), standing).map((one) => items.indexOf(one))

test('packets are found by any part of their reference, as somebody types it', () => {
  expect(found('')).toEqual([0, 1, 2])
  expect(found('1pd')).toEqual([0, 1])
  expect(found('ko-l p')).toEqual([0])
  expect(found('nothing')).toEqual([])
})

test('packets are narrowed to those that wait, are stuck, or have gone', () => {
  expect(['waiting', 'stuck', 'settled'].map((standing) => found('', standing as 'stuck'))).toEqual([[1], [0], [2]])
})

test('central’s decision is shown before the way to it', () => {
  expect(standingOf(items[0]!)).toEqual({ tone: 'bad', word: 'words:packet.parked' })
  expect(standingOf({ state: 'received', centralDecision: 'MANUAL_REVIEW' }).tone).toBe('attention')
})

import { expect, test } from 'vitest'
import type { ReplyMessage } from '../../contract/wire-message.ts'
import { followRequests } from './in-flight.ts'

test('waits for what is under way, not for ever, and not at all when nothing is', async () => {
  const ends: ((reply: ReplyMessage) => void)[] = []
  const requests = followRequests(() => new Promise((end) => void ends.push(end)))
  await requests.settled(60_000)
  const replies = [requests.dispatch(1), requests.dispatch(2)]
  await requests.settled(1)
  let settled = false
  const waiting = requests.settled(60_000).then(() => (settled = true))
  ends[0]!({ id: 1, ok: true, output: null })
  await replies[0]
  await new Promise((resolve) => setImmediate(resolve))
  expect(settled).toBe(false)
  ends[1]!({ id: 2, ok: true, output: null })
  await waiting
})

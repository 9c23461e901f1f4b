import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { isFreshNonce, makeNonce } from './nonce.ts'

test('nonces: ours, five minutes', () => {
  const secret = randomBytes(32)
  const now = new Date('2026-06-01T12:00:00Z')
  const later = (ms: number) => new Date(now.getTime() + ms)
  const nonce = makeNonce(secret, now)
  expect([0, 300_000, 300_001, -300_001].map((ms) => isFreshNonce(secret, nonce, later(ms)))).toEqual([
    true,
    true,
    false,
    false,
  ])
  for (const other of ['', 'AAAA', makeNonce(randomBytes(32), now)])
    expect(isFreshNonce(secret, other, now)).toBe(false)
})

test('one nonce for the answers of a second, another for the next and by another secret', () => {
  const [secret, other] = [randomBytes(32), randomBytes(32)]
  const at = (ms: number) => new Date(1_800_000_000_000 + ms)
  const first = makeNonce(secret, at(200))
  expect(makeNonce(secret, at(999))).toBe(first)
  const others = [makeNonce(other, at(999)), makeNonce(secret, at(1_000)), makeNonce(secret, at(-1))]
  expect(new Set([first, ...others]).size).toBe(4)
  expect(isFreshNonce(secret, makeNonce(secret, at(301_000)), at(300_500)), 'time that goes back').toBe(true)
})

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

import { expect, test } from 'vitest'
import { createRateLimit, nameOfAddress } from './rate-limit.ts'

const limits = { requestsPerSecond: 1, requestsBurst: 2 }

test('a caller has its burst, then what the time gives back; asking costs nothing', () => {
  let ms = 0
  const limit = createRateLimit(limits, () => new Date(ms))
  for (let i = 0; i < 10; i++) expect(limit.allows('one')).toBe(true)
  limit.spend('one')
  limit.spend('one')
  expect([limit.allows('one'), limit.allows('other')]).toEqual([false, true])
  ms = 999
  expect(limit.allows('one')).toBe(false)
  ms = 1000
  expect(limit.allows('one')).toBe(true)
})

test('many new callers give nobody who is still asking a new burst', () => {
  const limit = createRateLimit(limits, () => new Date(0))
  limit.spend('busy')
  limit.spend('busy')
  for (let i = 0; i < 99_999; i++) limit.spend(`a${i}`)
  expect(limit.allows('busy')).toBe(false)
  limit.spend('busy')
  for (let i = 0; i < 99_999; i++) limit.spend(`b${i}`)
  expect(limit.allows('busy')).toBe(false)
})

test('an IPv6 network of one subscriber is one caller', () => {
  const same = ['2001:db8:0:7::1', '2001:0db8:0000:0007:ffff:ffff:ffff:ffff', '2001:db8:0:7:1::']
  expect(new Set(same.map(nameOfAddress))).toEqual(new Set(['2001:db8:0:7::/64']))
  expect(nameOfAddress('2001:db8:0:8::1')).not.toBe(nameOfAddress('2001:db8:0:7::1'))
  expect(nameOfAddress('::1')).toBe('0:0:0:0::/64')
  expect(nameOfAddress('fe80::1%eth0')).toBe('fe80:0:0:0::/64')
  expect([nameOfAddress('192.0.2.1'), nameOfAddress('::ffff:192.0.2.1')]).toEqual(['192.0.2.1', '192.0.2.1'])
})

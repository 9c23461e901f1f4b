import { expect, test } from 'vitest'
import { fromHex, toHex } from '../crypto/bytes.ts'
import { encodeTlv, findTlvPath, parseTlv, parseTlvs, readTlvHeader } from './tlv.ts'

test('tags of one to three bytes and lengths of every form', () => {
  for (const [tag, length] of [
    [0x5a, 0],
    [0x7f61, 127],
    [0x5f2e, 128],
    [0x7f49, 255],
    [0x5f8101, 256],
    [0x30, 70_000],
  ] as const) {
    const encoded = encodeTlv(tag, new Uint8Array(length))
    const tlv = parseTlv(encoded, tag)
    expect([tlv.tag, tlv.value.length, tlv.raw.length]).toEqual([tag, length, encoded.length])
  }
  expect(toHex(encodeTlv(0x7f49, fromHex('0601')))).toBe('7f49020601')
  expect(readTlvHeader(fromHex('618204D2'))).toEqual({ tag: 0x61, headerLength: 4, valueLength: 1234 })
})

test.each(['', '61', '6105AA', '6180', '6185000000000001', '5FFFFFFF01', '61FFFFFFFFFF', '61840FFFFFFF00'])(
  'refuses %s',
  (hex) => {
    expect(() => parseTlv(fromHex(hex))).toThrow('chip_data_malformed')
  },
)

test('leftover bytes, a wrong tag and broken siblings are refused', () => {
  expect(() => parseTlv(fromHex('61010000'))).toThrow('leftover')
  expect(() => parseTlv(fromHex('610100'), 0x60)).toThrow('tag 61 for 60')
  expect(() => parseTlvs(fromHex('61010062'))).toThrow('chip_data_malformed')
})

test('a path leads through nested objects or to null', () => {
  const nested = encodeTlv(0x61, encodeTlv(0x5f1f, fromHex('AB')), encodeTlv(0x02, fromHex('01')))
  expect(findTlvPath(nested, [0x61, 0x02])?.value).toEqual(fromHex('01'))
  expect(findTlvPath(nested, [0x61, 0x04])).toBeNull()
})

import { expect, test } from 'vitest'
import { parseResponse } from '../iso7816/apdu.ts'
import { cipherSuites, type CipherName } from '../crypto/cipher-suite.ts'
import { concat, fromHex, toBigInt, toHex } from '../crypto/bytes.ts'
import { systemRandom } from '../crypto/random.ts'
import { SecureMessaging } from './secure-messaging.ts'
import { parseTlvs } from '../tlv/tlv.ts'
import vectors from '../vectors/secure-messaging-d4.json' with { type: 'json' }

const first = vectors.exchanges[0]
const answer = parseResponse(fromHex(first?.response.protected ?? ''))

function afterFirstCommand(): SecureMessaging {
  const keys = { cipher: '3DES', ksEnc: fromHex(vectors.ksEnc), ksMac: fromHex(vectors.ksMac) } as const
  const messaging = new SecureMessaging(keys, toBigInt(fromHex(vectors.ssc)))
  messaging.protect({ cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data: Uint8Array.of(1, 0x1e) })
  return messaging
}

test('a good response opens, a changed one fails at any byte', () => {
  expect(afterFirstCommand().unprotect(answer)).toEqual({ data: new Uint8Array(0), sw: 0x9000 })
  for (let i = 0; i < answer.data.length; i++) {
    const changed = answer.data.slice()
    changed[i] = (changed[i] ?? 0) ^ 1
    expect(() => afterFirstCommand().unprotect({ ...answer, data: changed })).toThrow('chip_secure_messaging_failed')
  }
})

test.each(['9000', '0102039000', '990290009000', '8E009000', '8E08FA855A5D4C50A8ED9000'])(
  'unprotected or incomplete %s fails',
  (hex) => {
    expect(() => afterFirstCommand().unprotect(parseResponse(fromHex(hex)))).toThrow('chip_secure_messaging_failed')
  },
)

test('a bare error status rolls the counter back, so that the next command repeats the count', () => {
  const messaging = afterFirstCommand()
  expect(messaging.unprotect({ data: new Uint8Array(0), sw: 0x6a82 })).toEqual({ data: new Uint8Array(0), sw: 0x6a82 })
  const again = messaging.protect({ cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data: Uint8Array.of(1, 0x1e) })
  expect(toHex(again.data ?? new Uint8Array(0)).toUpperCase() + '00').toBe(first?.command.protected.slice(10))
  expect(messaging.unprotect(answer).sw).toBe(0x9000)
})

const ciphers: CipherName[] = ['3DES', 'AES-128', 'AES-192', 'AES-256']
test.each(ciphers)('%s: short and extended forms, odd and even instructions', (cipher) => {
  const suite = cipherSuites[cipher]
  const keys = { cipher, ksEnc: systemRandom(suite.keyLength), ksMac: systemRandom(suite.keyLength) }
  const messaging = new SecureMessaging(keys)
  const even = messaging.protect({ cla: 0x10, ins: 0x86, p1: 0, p2: 0, data: Uint8Array.of(0x7c, 0), le: 256 })
  expect([even.cla, even.le]).toEqual([0x1c, 256])
  expect(parseTlvs(even.data ?? new Uint8Array(0)).map((object) => object.tag)).toEqual([0x87, 0x97, 0x8e])
  const odd = messaging.protect({ cla: 0, ins: 0xb1, p1: 0, p2: 0, data: fromHex('54028000'), le: 4096 })
  const objects = parseTlvs(odd.data ?? new Uint8Array(0))
  expect(objects.map((object) => object.tag)).toEqual([0x85, 0x97, 0x8e])
  expect([toHex(objects[1]?.value ?? new Uint8Array(0)), odd.le]).toEqual(['1000', 65_536])
  expect((objects[0]?.value.length ?? 1) % suite.blockLength).toBe(0)
  const largest = Math.ceil((messaging.maxShortRead + 1) / suite.blockLength) * suite.blockLength + 1
  expect(concat(new Uint8Array(largest + 3), new Uint8Array(14)).length).toBeLessThanOrEqual(256)
})

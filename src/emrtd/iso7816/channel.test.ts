import { expect, test } from 'vitest'
import { encodeCommand, parseResponse } from './apdu.ts'
import { Channel } from './channel.ts'
import { fromHex, toHex } from '../crypto/bytes.ts'
import { replayTransceiver, type Exchange } from '../replay/replay-transceiver.ts'
import { SecureMessaging } from '../secure-messaging/secure-messaging.ts'
import type { Transceiver } from '../transceiver.ts'

const header = { cla: 0, ins: 0xb0, p1: 1, p2: 2 }
const bytes = (length: number) => new Uint8Array(length)

test.each([
  [{ ...header }, '00b00102'],
  [{ ...header, le: 256 }, '00b0010200'],
  [{ ...header, le: 5 }, '00b0010205'],
  [{ ...header, data: bytes(2) }, '00b00102020000'],
  [{ ...header, data: bytes(2), le: 1 }, '00b0010202000001'],
  [{ ...header, le: 257 }, '00b00102000101'],
  [{ ...header, le: 65_536 }, '00b00102000000'],
  [{ ...header, data: bytes(1), le: 300 }, '00b0010200000100012c'],
])('ISO/IEC 7816-3 forms: %j', (command, hex) => {
  expect(toHex(encodeCommand(command))).toBe(hex)
})

test('255 data bytes are short, 256 extended; a response needs a status word', () => {
  expect(encodeCommand({ ...header, data: bytes(255) })).toHaveLength(4 + 1 + 255)
  expect(encodeCommand({ ...header, data: bytes(256) })).toHaveLength(4 + 3 + 256)
  expect(parseResponse(fromHex('AB9000'))).toEqual({ data: fromHex('AB'), sw: 0x9000 })
  for (const hex of ['', '90']) expect(() => parseResponse(fromHex(hex))).toThrow('chip_response_malformed')
})

const send = (exchanges: Exchange[]) => new Channel(replayTransceiver(exchanges)).send({ ...header, le: 256 })
const read = '00b0010200'

test('61xx is collected, 6Cxx asked again', async () => {
  const collected = await send([
    { command: read, response: '01026102' },
    { command: '00C0000002', response: '03046100' },
    { command: '00C0000000', response: '059000' },
  ])
  expect(collected).toEqual({ data: fromHex('0102030405'), sw: 0x9000 })
  const again = await send([
    { command: read, response: '6C03' },
    { command: '00b0010203', response: '0102039000' },
  ])
  expect(again.data).toEqual(fromHex('010203'))
})

const answering = (hex: string): Transceiver => ({
  extendedLength: true,
  atr: null,
  transmit: async () => fromHex(hex),
})

test('a card that never ends, or answers too much, is given up', async () => {
  for (const hex of ['6101', `${'00'.repeat(256)}6100`, `${'00'.repeat(71_000)}9000`]) {
    await expect(new Channel(answering(hex)).send(header)).rejects.toMatchObject({ code: 'chip_response_malformed' })
  }
  expect((await new Channel(answering('6C01')).send(header)).sw).toBe(0x6c01)
})

test('an aborted signal sends nothing more; strange errors of a reader are reader faults', async () => {
  const stopped = new Channel(answering('9000'), AbortSignal.abort())
  await expect(stopped.send(header)).rejects.toMatchObject({ code: 'chip_read_cancelled' })
  expect(stopped.stats.apdus).toBe(0)
  const broken = { ...answering('9000'), transmit: () => Promise.reject(new Error('driver')) }
  await expect(new Channel(broken).send(header)).rejects.toThrow('driver')
})

test('keys are wiped when replaced and when closed', () => {
  const keys = () => ({ cipher: 'AES-128', ksEnc: bytes(16).fill(1), ksMac: bytes(16).fill(1) }) as const
  const [first, second] = [keys(), keys()]
  const channel = new Channel(answering('9000'))
  channel.secure(new SecureMessaging(first))
  channel.secure(new SecureMessaging(second))
  expect([first.ksEnc, first.ksMac]).toEqual([bytes(16), bytes(16)])
  channel.close()
  expect([second.ksEnc, second.ksMac]).toEqual([bytes(16), bytes(16)])
  expect(channel.secureMessaging).toBeNull()
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../emrtd/crypto/bytes.ts'
import { answerBac } from './bac.ts'
import { recoverableLength, recoverableMessage } from './authenticate-chip.ts'
import { answer, encodeAnswer, parseCommand } from './command-apdu.ts'
import { largestPlainLength, openChannel, unwrapCommand, wrapAnswer, type SecureChannel } from './secure-channel.ts'

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../emrtd/vectors/${name}.json`, import.meta.url), 'utf8'))
const upper = (bytes: Uint8Array) => toHex(bytes).toUpperCase()

describe('BAC on the card, Doc 9303-11 D.3', () => {
  const v = read('bac-d3')
  const command = () => fromHex(v.commandData)

  it('answers as printed and opens the printed session', () => {
    const result = answerBac(v.mrzInformation, fromHex(v.rndIc), command(), () => fromHex(v.kIc))!
    expect(upper(result.reply)).toBe(v.responseData)
    expect(upper(result.channel.ksEnc)).toBe(v.ksEnc)
    expect(upper(result.channel.ksMac)).toBe(v.ksMac)
    expect(result.channel.counter).toBe(BigInt(`0x${v.ssc}`))
  })

  it('refuses another MRZ, another challenge and a short cryptogram', () => {
    const random = () => fromHex(v.kIc)
    expect(answerBac(`1${v.mrzInformation.slice(1)}`, fromHex(v.rndIc), command(), random)).toBeNull()
    expect(answerBac(v.mrzInformation, new Uint8Array(8), command(), random)).toBeNull()
    expect(answerBac(v.mrzInformation, fromHex(v.rndIc), command().slice(1), random)).toBeNull()
  })
})

describe('secure messaging on the card, Doc 9303-11 D.4', () => {
  const v = read('secure-messaging-d4')
  const channel = (): SecureChannel => ({
    cipher: '3DES',
    ksEnc: fromHex(v.ksEnc),
    ksMac: fromHex(v.ksMac),
    counter: BigInt(`0x${v.ssc}`),
  })

  it('unwraps and answers the three exchanges as printed', () => {
    const open = channel()
    for (const { command, response } of v.exchanges) {
      const plain = unwrapCommand(open, parseCommand(fromHex(command.protected))!)
      expect(plain).toMatchObject({ cla: 0, ins: parseInt(command.plain.slice(2, 4), 16) })
      const data = fromHex(response.decryptedData ?? '')
      expect(upper(encodeAnswer(wrapAnswer(open, answer(0x9000, data), false)))).toBe(response.protected)
    }
  })

  it('refuses a replayed command, a missing MAC and objects out of order', () => {
    const [first] = v.exchanges
    const open = channel()
    const command = parseCommand(fromHex(first.command.protected))!
    expect(unwrapCommand(open, command)).not.toBe(0x6988)
    expect(unwrapCommand(open, command)).toBe(0x6988)
    expect(unwrapCommand(channel(), { ...command, data: command.data.slice(0, 11) })).toBe(0x6988)
    expect(unwrapCommand(channel(), { ...command, data: new Uint8Array(0) })).toBe(0x6987)
  })

  it.each(['3DES', 'AES-128', 'AES-192', 'AES-256'] as const)('fills a short answer with %s and no more', (cipher) => {
    const open = openChannel(cipher, fromHex('0102030405060708090A0B0C0D0E0F10'))
    const length = largestPlainLength(open, 256)
    expect(wrapAnswer(open, answer(0x9000, new Uint8Array(length)), false).data.length).toBeLessThanOrEqual(256)
    expect(wrapAnswer(open, answer(0x9000, new Uint8Array(length + 1)), false).data.length).toBeGreaterThan(256)
  })
})

describe('Active Authentication with RSA, Doc 9303-11 F', () => {
  it('builds the printed message representative', () => {
    const v = read('active-auth-f')
    const keyBytes = v.modulusLengthBits / 8
    const m1 = fromHex(v.m1)
    expect(recoverableLength(keyBytes, 'sha1')).toBe(m1.length)
    expect(upper(recoverableMessage(keyBytes, 'sha1', m1, fromHex(v.rndIfd)))).toBe(v.messageRepresentative)
  })
})

describe('command APDUs', () => {
  it.each([
    ['00840000', 0, null],
    ['0084000008', 0, 8],
    ['00B0000000', 0, 256],
    ['00A4020C02011E', 2, null],
    ['00B00000000000', 0, 65_536],
    ['0088000000000801020304050607080000', 8, 65_536],
  ])('reads %s', (hex, length, expected) => {
    const command = parseCommand(fromHex(hex))
    expect(command?.data.length).toBe(length)
    expect(command?.expected).toBe(expected)
  })

  it.each(['00', '00A4020C0301', '00A4020C02011E0000', '00B0000000'.slice(0, 6)])('refuses %s', (hex) => {
    expect(parseCommand(fromHex(hex))).toBeNull()
  })
})

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { concat, fromHex, toHex } from '../emrtd/crypto/bytes.ts'
import type { RandomSource } from '../emrtd/crypto/random.ts'
import { findObject, integer, tlv } from './der.ts'
import type { PaceOption } from './document.ts'
import { continuePace, passwordKey, startPace } from './pace.ts'
import { encodeToPoint, pseudoRandom } from './pace-mapping.ts'
import { domainOf } from './algorithms.ts'
import type { StaticKey } from './security-data.ts'

interface Vector {
  password: { mrzInformation: string }
  [name: string]: unknown
  apdus: { name: string; command: string; response: string }[]
  derived?: Record<string, string>
}

function vector(name: string) {
  const file = new URL(`../emrtd/vectors/${name}.json`, import.meta.url)
  const content = JSON.parse(readFileSync(file, 'utf8')) as Vector
  return {
    content,
    hex: (key: string) => content[key] as string,
    bytes: (key: string) => fromHex(content[key] as string),
  }
}

const upper = (bytes: Uint8Array) => toHex(bytes).toUpperCase()
/** Gives these values one after the other, each in the length asked for. */
function scripted(...values: string[]): RandomSource {
  const queue = values.map(fromHex)
  return (length) => {
    const next = queue.shift()!
    expect(next.length).toBe(length)
    return next
  }
}

/** The template of a GENERAL AUTHENTICATE command: header of five bytes, Le at the end. */
const commandTemplate = (apdu: string) => findObject(fromHex(apdu).slice(5, -1), 0x7c)!

function expectWorkedExample(name: string, option: PaceOption, staticKey: StaticKey | null, ephemeral?: string) {
  const { content, hex, bytes } = vector(name)
  const key = passwordKey(option.cipher, { kind: 'mrz', information: content.password.mrzInformation })
  expect(upper(key)).toBe(hex('passwordKey'))
  const random = scripted(hex('nonce'), hex('mappingPrivateKeyChip'), ephemeral ?? hex('ephemeralPrivateKeyChip'))
  const run = startPace(option, key, staticKey, random)
  const authenticate = content.apdus.filter(({ command }) => command.startsWith('1086') || command.startsWith('0086'))
  expect(authenticate).toHaveLength(4)
  const answers = authenticate.map(({ command }) => continuePace(run, commandTemplate(command)))
  for (const [at, { data, status }] of answers.entries()) {
    expect(status).toBe(0x9000)
    const printed = findObject(fromHex(authenticate[at]!.response).slice(0, tlv(0x7c, data).length), 0x7c)
    if (printed) expect(upper(data)).toBe(upper(printed))
  }
  expect(upper(findObject(answers[3]!.data, 0x86)!)).toBe(hex('authenticationTokenChip'))
  expect(upper(run.channel!.ksEnc)).toBe(hex('ksEnc'))
  expect(upper(run.channel!.ksMac)).toBe(hex('ksMac'))
  return { answers, bytes, hex }
}

describe('the card answers the worked examples of Doc 9303-11 byte for byte', () => {
  it('G.1: generic mapping, ECDH', () => {
    expectWorkedExample('pace-gm-ecdh-g1', { mapping: 'GM', cipher: 'AES-128', parameterId: 13 }, null)
  })

  it('G.2: generic mapping, DH', () => {
    expectWorkedExample('pace-gm-dh-g2', { mapping: 'GM', cipher: 'AES-128', parameterId: 0 }, null)
  })

  it('I.1: chip authentication mapping', () => {
    const { content, bytes } = vector('pace-cam-i1')
    const { chipAuthenticationPrivateKey, ephemeralPrivateKeyChipReduced } = content.derived!
    const staticKey = {
      domain: domainOf(13),
      privateKey: BigInt(`0x${chipAuthenticationPrivateKey}`),
      publicKey: bytes('chipAuthenticationPublicKey'),
    }
    const option = { mapping: 'CAM', cipher: 'AES-128', parameterId: 13 } as const
    const { answers, hex } = expectWorkedExample('pace-cam-i1', option, staticKey, ephemeralPrivateKeyChipReduced)
    expect(upper(findObject(answers[3]!.data, 0x8a)!)).toBe(hex('encryptedChipAuthenticationData'))
  })

  it.each([
    ['pace-im-ecdh-h1', 13, 0x86],
    ['pace-im-dh-h2', 0, 0x84],
  ])('%s: integrated mapping', (name, parameterId) => {
    const { hex, bytes } = vector(name)
    // H.2 prints a private key longer than the group's order: the same key below it gives the same public key.
    const domain = domainOf(parameterId)
    const order = domain.kind === 'DH' ? domain.group.q : domain.curve.n
    const privateKey = (BigInt(`0x${hex('ephemeralPrivateKeyChip')}`) % order).toString(16)
    const orderDigits = order.toString(16).length
    const random = scripted(hex('nonce'), privateKey.padStart(orderDigits, '0'))
    const option = { mapping: 'IM', cipher: 'AES-128', parameterId } as const
    const run = startPace(option, bytes('passwordKey'), null, random)
    const template = (tag: number, value: Uint8Array) => continuePace(run, tlv(tag, value))
    const nonce = continuePace(run, new Uint8Array(0))
    expect(upper(findObject(nonce.data, 0x80)!)).toBe(hex('encryptedNonce'))
    expect(upper(template(0x81, bytes('mappingNonce')).data)).toBe('8200')
    const agreed = template(0x83, bytes('ephemeralPublicKeyTerminal'))
    expect(upper(findObject(agreed.data, 0x84)!)).toBe(hex('ephemeralPublicKeyChip'))
    const last = template(0x85, bytes('authenticationTokenTerminal'))
    expect(upper(findObject(last.data, 0x86)!)).toBe(hex('authenticationTokenChip'))
  })
})

describe('PACE refuses', () => {
  const option: PaceOption = { mapping: 'GM', cipher: 'AES-128', parameterId: 13 }
  const start = () => startPace(option, new Uint8Array(16), null, (length) => new Uint8Array(length).fill(7))

  it('a wrong token with 6300', () => {
    const { content } = vector('pace-gm-ecdh-g1')
    const run = start()
    const commands = content.apdus.filter(({ command }) => command.startsWith('1086') || command.startsWith('0086'))
    const statuses = commands.map(({ command }) => continuePace(run, commandTemplate(command)).status)
    expect(statuses).toEqual([0x9000, 0x9000, 0x9000, 0x6300])
  })

  it('a point off the curve', () => {
    const run = start()
    continuePace(run, new Uint8Array(0))
    const point = concat(Uint8Array.of(4), new Uint8Array(64).fill(1))
    expect(continuePace(run, tlv(0x81, point)).status).toBe(0x6a80)
  })

  it('steps out of order', () => {
    expect(continuePace(start(), tlv(0x83, new Uint8Array(65))).status).toBe(0x6a80)
  })
})

describe('integrated mapping', () => {
  it.each([8, 9, 11, 12, 13, 14, 15, 16, 17, 18])('gives a point of curve %i', (parameterId) => {
    const domain = domainOf(parameterId)
    if (domain.kind !== 'ECDH') throw new Error('a curve was wanted')
    for (const t of [3n, 5n, domain.curve.p - 2n]) {
      expect(() => encodeToPoint(domain.curve, t).assertValidity()).not.toThrow()
    }
  })

  it('stretches the pseudo-random number over the whole field with 192 and 256 bit keys', () => {
    const p = 2n ** 521n - 1n
    for (const [cipher, length] of [
      ['AES-192', 24],
      ['AES-256', 32],
    ] as const) {
      const number = pseudoRandom(cipher, new Uint8Array(32).fill(1), new Uint8Array(length).fill(2), p)
      expect(number.toString(2).length).toBeGreaterThan(480)
    }
    expect(upper(integer(255))).toBe('020200FF')
  })
})

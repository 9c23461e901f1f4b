import { expect, test } from 'vitest'
import type { AccessPassword } from '../access-password.ts'
import { Channel } from '../iso7816/channel.ts'
import { concat, fromBigInt, fromHex, toBigInt, toHex } from '../crypto/bytes.ts'
import { adjustDesParity } from '../crypto/des.ts'
import { passwordSecret } from '../access-password.ts'
import { standardGroup, type Group } from '../crypto/group.ts'
import { deriveKey } from '../crypto/kdf.ts'
import { fixedRandom } from '../replay/fixed-random.ts'
import { replayTransceiver, type Exchange } from '../replay/replay-transceiver.ts'
import { parseSecurityInfos, type PaceInfo } from '../lds/security-infos.ts'
import { encodeTlv } from '../tlv/tlv.ts'
import cam from '../vectors/pace-cam-i1.json' with { type: 'json' }
import gmDh from '../vectors/pace-gm-dh-g2.json' with { type: 'json' }
import gmEcdh from '../vectors/pace-gm-ecdh-g1.json' with { type: 'json' }
import imDh from '../vectors/pace-im-dh-h2.json' with { type: 'json' }
import imEcdh from '../vectors/pace-im-ecdh-h1.json' with { type: 'json' }
import { mapNonces } from './integrated-mapping.ts'
import { runPace } from './run-pace.ts'
import { provesKey } from './verify-cam.ts'

const hex = (bytes: Uint8Array) => toHex(bytes).toUpperCase()

function paceInfo(encoded: string): PaceInfo {
  const [info] = parseSecurityInfos(encodeTlv(0x31, fromHex(encoded))).pace
  if (info === undefined) throw new Error('no PACEInfo')
  return info
}

function groupOf(parameterId: number | null): Group<unknown> {
  const group = standardGroup(parameterId ?? -1)
  if (group === null) throw new Error('no group')
  return group
}

/** The examples' private keys may exceed the subgroup's order; the public values are the same modulo the order. */
const reduce = (group: Group<unknown>, key: string) =>
  hex(fromBigInt(toBigInt(fromHex(key)) % group.order, Math.ceil(group.order.toString(16).length / 2)))

interface MrzFields {
  documentNumber: string
  dateOfBirth: string
  dateOfExpiry: string
}
const mrzPassword = ({ documentNumber, dateOfBirth, dateOfExpiry }: MrzFields) =>
  ({ kind: 'mrz', documentNumber, birthDate: dateOfBirth, expiryDate: dateOfExpiry }) as const

const wholeApdus = (apdus: readonly Exchange[], lastResponse?: string): Exchange[] =>
  apdus.map((apdu, i) => ({
    command: apdu.command,
    response: i === apdus.length - 1 ? (lastResponse ?? apdu.response) : apdu.response,
  }))

const genericExamples = [
  { name: 'G.1 GM ECDH', vector: gmEcdh, apdus: wholeApdus(gmEcdh.apdus) },
  { name: 'G.2 GM DH', vector: gmDh, apdus: wholeApdus(gmDh.apdus, gmDh.derived.mutualAuthenticationResponse) },
  { name: 'I.1 CAM', vector: cam, apdus: wholeApdus(cam.apdus) },
]

test.each(genericExamples)('$name: all exchanges, byte for byte', async ({ vector, apdus }) => {
  const info = paceInfo(vector.paceInfo)
  const group = groupOf(info.parameterId)
  const password = mrzPassword(vector.password)
  expect(hex(deriveKey(passwordSecret(password), 'password', info.cipher))).toBe(vector.passwordKey)
  const keys = [vector.mappingPrivateKeyTerminal, vector.ephemeralPrivateKeyTerminal].map((key) => reduce(group, key))
  const card = replayTransceiver(apdus)
  const outcome = await runPace(
    new Channel(card),
    { info, group, namesParameters: false },
    password,
    fixedRandom(...keys),
  )
  expect(card.played()).toBe(apdus.length)
  if (info.mapping === 'CAM')
    expect(hex(outcome.cam?.chipAuthenticationData ?? new Uint8Array(0))).toBe(cam.chipAuthenticationData)
})

const integratedExamples = [
  { name: 'H.1 IM ECDH', vector: imEcdh, parameterId: 13, tag: 0x86 },
  { name: 'H.2 IM DH', vector: imDh, parameterId: 0, tag: 0x84 },
]

test.each(integratedExamples)('$name: mapping, agreement and tokens', ({ vector, parameterId }) => {
  const group = groupOf(parameterId)
  const mapped = mapNonces('AES-128', fromHex(vector.nonce), fromHex(vector.mappingNonce), group.prime)
  expect(hex(fromBigInt(mapped, fromHex(vector.pseudoRandomModP).length))).toBe(vector.pseudoRandomModP)
  const generator = group.mapInteger(mapped)
  expect(hex(group.encode(generator))).toBe(vector.mappedGenerator)
  const own = toBigInt(fromHex(vector.ephemeralPrivateKeyTerminal))
  expect(hex(group.encode(group.multiply(generator, own)))).toBe(vector.ephemeralPublicKeyTerminal)
  const secret = group.agree(own, group.decode(fromHex(vector.ephemeralPublicKeyChip)))
  expect(hex(secret)).toBe(vector.sharedSecret)
  expect(hex(deriveKey(secret, 'enc', 'AES-128'))).toBe(vector.ksEnc)
  expect(hex(deriveKey(secret, 'mac', 'AES-128'))).toBe(vector.ksMac)
})

const none: Exchange = { command: '', response: '' }
const [setTemplate = none, getNonce = none, mapNonce = none, agree = none, authenticate = none] = gmEcdh.apdus

async function failureOf(
  exchanges: Exchange[],
  password: AccessPassword = mrzPassword(gmEcdh.password),
  namesParameters = false,
): Promise<unknown> {
  const info = paceInfo(gmEcdh.paceInfo)
  const random = fixedRandom(gmEcdh.mappingPrivateKeyTerminal, gmEcdh.ephemeralPrivateKeyTerminal)
  const variant = { info, group: groupOf(info.parameterId), namesParameters }
  return runPace(new Channel(replayTransceiver(exchanges)), variant, password, random).catch((error: unknown) => error)
}

test.each([
  ['6300', 'chip_wrong_mrz'],
  ['63C1', 'chip_wrong_mrz'],
  ['6983', 'chip_wrong_mrz'],
  ['6F00', 'chip_protocol_error'],
  ['7C0A860800000000000000009000', 'chip_protocol_error'],
  ['7C009000', 'chip_data_malformed'],
])('a last answer of %s is %s', async (response, code) => {
  expect(await failureOf([setTemplate, getNonce, mapNonce, agree, { ...authenticate, response }])).toMatchObject({
    code,
  })
})

test.each(['', '8A00', `8A10${'00'.repeat(16)}`, '8A0511223344' + '55'])(
  'CAM with encrypted data %j proves nothing',
  async (object) => {
    const info = paceInfo(cam.paceInfo)
    const group = groupOf(info.parameterId)
    const body = `8608${cam.authenticationTokenChip}${object}`
    const response = `7C${toHex(Uint8Array.of(body.length / 2))}${body}9000`
    const keys = [cam.mappingPrivateKeyTerminal, cam.ephemeralPrivateKeyTerminal]
    const channel = new Channel(replayTransceiver(wholeApdus(cam.apdus, response)))
    const { cam: proof } = await runPace(
      channel,
      { info, group, namesParameters: false },
      mrzPassword(cam.password),
      fixedRandom(...keys),
    )
    const signed = parseSecurityInfos(
      encodeTlv(0x31, fromHex(cam.chipAuthenticationPublicKeyInfo)),
    ).chipAuthenticationKeys
    expect(proof !== null && provesKey(proof, group, signed)).toBe(false)
  },
)

test('I.1: the chip authentication data prove the signed key, and no other', () => {
  const group = groupOf(13)
  const proof = {
    parameterId: 13,
    mappingPublicKey: fromHex(cam.mappingPublicKeyChip),
    chipAuthenticationData: fromHex(cam.chipAuthenticationData),
  }
  const signed = parseSecurityInfos(
    encodeTlv(0x31, fromHex(cam.chipAuthenticationPublicKeyInfo)),
  ).chipAuthenticationKeys
  expect(provesKey(proof, group, signed)).toBe(true)
  expect(provesKey({ ...proof, mappingPublicKey: fromHex(cam.ephemeralPublicKeyChip) }, group, signed)).toBe(false)
  expect(provesKey(proof, groupOf(12), signed)).toBe(false)
})

test('a reflected key, a point off the curve, a bad nonce and an unknown password are refused', async () => {
  const reflected = { ...agree, response: `7C438441${agree.command.slice(18, -2)}9000` }
  expect(await failureOf([setTemplate, getNonce, mapNonce, reflected])).toMatchObject({
    code: 'chip_response_malformed',
  })
  const offCurve = { ...mapNonce, response: `7C43824104${'11'.repeat(64)}9000` }
  expect(await failureOf([setTemplate, getNonce, offCurve])).toMatchObject({ code: 'chip_data_malformed' })
  expect(await failureOf([setTemplate, { ...getNonce, response: '7C03800101' + '9000' }])).toMatchObject({
    code: 'chip_response_malformed',
  })
  expect(await failureOf([{ ...setTemplate, response: '6A88' }])).toMatchObject({ code: 'chip_can_required' })
})

test('the CAN and the domain parameters are named in the template', async () => {
  const command = '0022C1A412800A04007F0007020204020283010284010D'
  const can = { kind: 'can', can: '123456' } as const
  expect(await failureOf([{ command, response: '6A80' }], can, true)).toMatchObject({ detail: 'PACE setup: 6A80' })
})

test.each(['3DES', 'AES-192', 'AES-256'] as const)(
  '%s: integrated mapping takes as many blocks as the prime needs',
  (cipher) => {
    const nonceLength = cipher === '3DES' ? 16 : 32
    const keyLength = { '3DES': 16, 'AES-192': 24, 'AES-256': 32 }[cipher]
    const key = adjustDesParity(new Uint8Array(keyLength).fill(7))
    const one = mapNonces(cipher, new Uint8Array(nonceLength).fill(1), key, groupOf(18).prime)
    const other = mapNonces(
      cipher,
      concat(new Uint8Array(nonceLength - 1).fill(1), Uint8Array.of(2)),
      key,
      groupOf(18).prime,
    )
    expect(one).not.toBe(other)
    expect(one).toBeLessThan(groupOf(18).prime)
  },
)

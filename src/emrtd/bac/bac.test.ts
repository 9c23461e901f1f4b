import { expect, test } from 'vitest'
import { mrzInformation, passwordSecret } from '../access-password.ts'
import { runBac } from './bac.ts'
import { Channel } from '../iso7816/channel.ts'
import { toHex } from '../crypto/bytes.ts'
import { deriveKey } from '../crypto/kdf.ts'
import { fixedRandom } from '../replay/fixed-random.ts'
import { replayTransceiver, type Exchange } from '../replay/replay-transceiver.ts'
import bac from '../vectors/bac-d3.json' with { type: 'json' }
import messages from '../vectors/secure-messaging-d4.json' with { type: 'json' }

const hex = (bytes: Uint8Array) => toHex(bytes).toUpperCase()
const password = { kind: 'mrz', documentNumber: 'L898902C', birthDate: '690806', expiryDate: '940623' } as const

test.each(bac.mrzExamples)('D.2: MRZ information of $documentNumber ($format)', (example) => {
  const { documentNumber, dateOfBirth: birthDate, dateOfExpiry: expiryDate } = example
  expect(mrzInformation({ kind: 'mrz', documentNumber, birthDate, expiryDate })).toBe(example.mrzInformation)
})

test('D.1, D.2: seed and keys', () => {
  const secret = passwordSecret(password)
  expect(hex(secret)).toBe(bac.mrzInformationHash)
  expect(hex(deriveKey(secret.subarray(0, 16), 'enc', '3DES'))).toBe(bac.kEnc)
  expect(hex(deriveKey(secret.subarray(0, 16), 'mac', '3DES'))).toBe(bac.kMac)
})

test('D.3, D.4: handshake and three protected exchanges, byte for byte', async () => {
  const { exchanges } = messages
  const transcript = [
    ...bac.apdus,
    ...exchanges.map((each) => ({ command: each.command.protected, response: each.response.protected })),
  ]
  const card = replayTransceiver(transcript)
  const channel = new Channel(card)
  channel.secure(await runBac(channel, password, fixedRandom(bac.rndIfd, bac.kIfd)))
  await channel.send({ cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data: Uint8Array.of(1, 0x1e) })
  const head = await channel.send({ cla: 0, ins: 0xb0, p1: 0, p2: 0, le: 4 })
  const rest = await channel.send({ cla: 0, ins: 0xb0, p1: 0, p2: 4, le: 0x12 })
  expect(hex(head.data) + hex(rest.data)).toBe(messages.efCom)
  expect(card.played()).toBe(transcript.length)
})

const none: Exchange = { command: '', response: '' }

async function failureOf(exchanges: Exchange[]): Promise<unknown> {
  const channel = new Channel(replayTransceiver(exchanges))
  return runBac(channel, password, fixedRandom(bac.rndIfd, bac.kIfd)).catch((error: unknown) => error)
}

test.each([
  ['6300', 'chip_wrong_mrz'],
  ['63C2', 'chip_wrong_mrz'],
  ['6A88', 'chip_wrong_mrz'],
  ['6982', 'chip_wrong_mrz'],
  ['6985', 'chip_wrong_mrz'],
  ['6F00', 'chip_protocol_error'],
  ['9000', 'chip_response_malformed'],
  [`${'00'.repeat(40)}9000`, 'chip_wrong_mrz'],
])('a card that answers the keys with %s is %s', async (response, code) => {
  const [challenge = none, authenticate = none] = bac.apdus
  expect(await failureOf([challenge, { ...authenticate, response }])).toMatchObject({ code })
})

test('a card without a challenge has no BAC', async () => {
  expect(await failureOf([{ command: '0084000008', response: '6D00' }])).toMatchObject({ code: 'chip_access_denied' })
  expect(await failureOf([{ command: '0084000008', response: '01029000' }])).toMatchObject({
    code: 'chip_response_malformed',
  })
})

import { decryptAes, encryptAes } from '../emrtd/crypto/aes.ts'
import { concat, equalBytes, fromBigInt } from '../emrtd/crypto/bytes.ts'
import { aesCmac } from '../emrtd/crypto/cmac.ts'
import { decryptTripleDes, encryptTripleDes, retailMac } from '../emrtd/crypto/des.ts'
import { deriveKey } from '../emrtd/crypto/kdf.ts'
import { padIso } from '../emrtd/crypto/padding.ts'
import { answer, encodeAnswer, type Answer, type CommandApdu } from './command-apdu.ts'
import { readObjects, tlv, type DataObject } from './der.ts'
import type { Cipher } from './document.ts'

/** Card side of secure messaging (Doc 9303-11 §9.8). The counter is raised before every command and every response. */
export interface SecureChannel {
  cipher: Cipher
  ksEnc: Uint8Array
  ksMac: Uint8Array
  counter: bigint
}

export function openChannel(cipher: Cipher, secret: Uint8Array, counter = 0n): SecureChannel {
  return { cipher, ksEnc: deriveKey(secret, 'enc', cipher), ksMac: deriveKey(secret, 'mac', cipher), counter }
}

const blockLength = (cipher: Cipher) => (cipher === '3DES' ? 8 : 16)
const counterBytes = (channel: SecureChannel) => fromBigInt(channel.counter, blockLength(channel.cipher))

/** Eight bytes over data that ISO padding completes. */
export function authenticate(cipher: Cipher, key: Uint8Array, data: Uint8Array): Uint8Array {
  return cipher === '3DES' ? retailMac(key, data) : aesCmac(key, data).slice(0, 8)
}

function macOver(channel: SecureChannel, data: Uint8Array): Uint8Array {
  // CMAC pads nothing by itself that 9303 wants padded: full blocks with method 2 first (§9.8.6.1).
  const { cipher, ksMac } = channel
  const input = concat(counterBytes(channel), data)
  return authenticate(cipher, ksMac, cipher === '3DES' ? input : padIso(input, 16))
}

function initialVector(channel: SecureChannel): Uint8Array {
  return encryptAes(channel.ksEnc, counterBytes(channel))
}

function encrypt(channel: SecureChannel, data: Uint8Array): Uint8Array {
  const padded = padIso(data, blockLength(channel.cipher))
  if (channel.cipher === '3DES') return encryptTripleDes(channel.ksEnc, padded)
  return encryptAes(channel.ksEnc, padded, initialVector(channel))
}

function decrypt(channel: SecureChannel, data: Uint8Array): Uint8Array | null {
  const block = blockLength(channel.cipher)
  if (data.length === 0 || data.length % block !== 0) return null
  const padded =
    channel.cipher === '3DES'
      ? decryptTripleDes(channel.ksEnc, data)
      : decryptAes(channel.ksEnc, data, initialVector(channel))
  const end = padded.lastIndexOf(0x80)
  const isPadded = end >= padded.length - block && padded.subarray(end + 1).every((byte) => byte === 0)
  return isPadded ? padded.slice(0, end) : null
}

function paddedHeader(channel: SecureChannel, command: CommandApdu): Uint8Array {
  const { cla, ins, p1, p2 } = command
  return padIso(Uint8Array.of(cla, ins, p1, p2), blockLength(channel.cipher))
}

/** Order of the objects in a protected command (§9.8.4); encrypted data under 85 for odd INS, else under 87. */
const allowedTags = [0x85, 0x87, 0x97, 0x8e]

function hasValidMac(channel: SecureChannel, command: CommandApdu, objects: readonly DataObject[]): boolean {
  const mac = objects.at(-1)
  if (mac?.tag !== 0x8e) return false
  const covered = concat(...objects.slice(0, -1).map((object) => object.raw))
  return equalBytes(mac.value, macOver(channel, concat(paddedHeader(channel, command), covered)))
}

function expectedLength(object: DataObject | undefined): number | null {
  if (object === undefined) return null
  const [high = 0, low] = object.value
  if (low === undefined) return high || 256
  return (high << 8) | low || 65_536
}

function commandData(channel: SecureChannel, object: DataObject | undefined): Uint8Array | null {
  if (object === undefined) return new Uint8Array(0)
  if (object.tag === 0x85) return decrypt(channel, object.value)
  return object.value[0] === 1 ? decrypt(channel, object.value.subarray(1)) : null
}

/** Takes a protected command out of its envelope; status 6987 when objects are missing, 6988 when they are wrong. */
export function unwrapCommand(channel: SecureChannel, command: CommandApdu): CommandApdu | number {
  channel.counter++
  const objects = readObjects(command.data)
  if (objects === null || objects.length === 0) return 0x6987
  const inOrder = objects.every((object, at) => {
    const place = allowedTags.indexOf(object.tag)
    return place >= 0 && (at === 0 || place > allowedTags.indexOf(objects[at - 1]!.tag))
  })
  if (!inOrder || !hasValidMac(channel, command, objects)) return 0x6988
  const data = commandData(
    channel,
    objects.find((object) => object.tag === 0x85 || object.tag === 0x87),
  )
  if (data === null) return 0x6988
  const expected = expectedLength(objects.find((object) => object.tag === 0x97))
  return { ...command, cla: command.cla & ~0x0c, data, expected }
}

/** Puts an answer into its envelope: 87 (85 for odd INS), 99, 8E. */
export function wrapAnswer(channel: SecureChannel, { data, status }: Answer, isOddIns: boolean): Answer {
  channel.counter++
  const cryptogram = data.length === 0 ? null : encrypt(channel, data)
  const body = cryptogram && (isOddIns ? tlv(0x85, cryptogram) : tlv(0x87, Uint8Array.of(1), cryptogram))
  const covered = concat(...(body ? [body] : []), tlv(0x99, encodeAnswer(answer(status))))
  return answer(status, concat(covered, tlv(0x8e, macOver(channel, covered))))
}

/** The most plain bytes whose protected answer still fits into `room` bytes of data. */
export function largestPlainLength(channel: SecureChannel, room: number): number {
  const block = blockLength(channel.cipher)
  // Object header of up to four bytes and the indicator before the cryptogram, 99 and 8E behind it.
  const overhead = (room > 256 ? 5 : 4) + 4 + 10
  return Math.floor((room - overhead) / block) * block - 1
}

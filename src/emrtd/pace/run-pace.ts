import type { CamProof } from './cam-proof.ts'
import { EmrtdFailure } from '../failure.ts'
import { describeStatus, requireSuccess, statusWords, type ResponseApdu } from '../iso7816/apdu.ts'
import { passwordReferences, passwordSecret, type AccessPassword } from '../access-password.ts'
import type { Channel } from '../iso7816/channel.ts'
import { cipherSuites } from '../crypto/cipher-suite.ts'
import { concat, equalBytes, fromHex, toBigInt, wipe } from '../crypto/bytes.ts'
import type { RandomSource } from '../crypto/random.ts'
import { generateKeyPair, type Group } from '../crypto/group.ts'
import { deriveKey } from '../crypto/kdf.ts'
import { SecureMessaging } from '../secure-messaging/secure-messaging.ts'
import type { SessionKeys } from '../secure-messaging/session-keys.ts'
import type { PaceInfo } from '../lds/security-infos.ts'
import { encodeTlv, findTlv, parseTlv, parseTlvs, requireTlv } from '../tlv/tlv.ts'
import { decryptChipAuthenticationData } from './chip-authentication-data.ts'
import { mapNonces } from './integrated-mapping.ts'

/** One way of running PACE. The domain parameters are named to the card when `namesParameters` (DO'84'). */
export interface PaceVariant {
  readonly info: PaceInfo
  readonly group: Group<unknown>
  readonly namesParameters: boolean
}

export interface PaceOutcome {
  readonly messaging: SecureMessaging
  readonly cam: CamProof | null
}

/** Data objects of GENERAL AUTHENTICATE (§4.4.5, table 4). */
const tags = {
  dynamic: 0x7c,
  nonce: 0x80,
  mapping: 0x81,
  mapped: 0x82,
  ephemeral: 0x83,
  agreed: 0x84,
  token: 0x85,
  answer: 0x86,
  cam: 0x8a,
} as const
const maxNonceLength = 64
const wrongPassword = { mrz: 'chip_wrong_mrz', can: 'chip_wrong_can' } as const

/**
 * PACE (Doc 9303-11 §4.4): five exchanges that turn a password into session keys. Fails with `chip_wrong_mrz` or
 * `chip_wrong_can` when only the password can be the cause, `chip_can_required` when the card does not know that kind
 * of password, `chip_protocol_error` and `chip_response_malformed` otherwise.
 */
export async function runPace(
  channel: Channel,
  variant: PaceVariant,
  password: AccessPassword,
  random: RandomSource,
): Promise<PaceOutcome> {
  const { info, group } = variant
  const suite = cipherSuites[info.cipher]
  await setTemplate(channel, variant, password)
  const nonce = await getNonce(channel, info, password)
  const mapped = await mapGenerator(channel, info, group, nonce, random)
  wipe(nonce)
  const { keys, own, peer } = await agreeKeys(channel, info, group, mapped.generator, random)
  const token = suite.tokenMac(keys.ksMac, tokenInput(info, group, peer))
  const response = await channel.send(generalAuthenticate(0x00, encodeTlv(tags.token, token)))
  const objects = readObjects(requirePassword(response, password))
  const expected = suite.tokenMac(keys.ksMac, tokenInput(info, group, own))
  if (!equalBytes(requireTlv(objects, tags.answer).value, expected))
    throw new EmrtdFailure('chip_protocol_error', 'PACE: token')
  if (info.mapping !== 'CAM') return { messaging: new SecureMessaging(keys), cam: null }
  const encrypted = findTlv(objects, tags.cam)?.value ?? null
  const chipAuthenticationData = decryptChipAuthenticationData(info.cipher, keys.ksEnc, encrypted)
  const cam = { parameterId: info.parameterId, mappingPublicKey: mapped.peer, chipAuthenticationData }
  return { messaging: new SecureMessaging(keys), cam }
}

/** MSE:Set AT (§4.4.4.1), without Le: with it some cards fail. */
async function setTemplate(
  channel: Channel,
  { info, namesParameters }: PaceVariant,
  password: AccessPassword,
): Promise<void> {
  const parts = [encodeTlv(0x80, fromHex(info.oid)), encodeTlv(0x83, Uint8Array.of(passwordReferences[password.kind]))]
  if (namesParameters && info.parameterId !== null) parts.push(encodeTlv(0x84, Uint8Array.of(info.parameterId)))
  const response = await channel.send({ cla: 0, ins: 0x22, p1: 0xc1, p2: 0xa4, data: concat(...parts) })
  // 63Cx: accepted, and x tries are left.
  if (response.sw >> 4 === 0x63c) return
  if (response.sw === statusWords.referenceNotFound && password.kind === 'mrz') {
    throw new EmrtdFailure('chip_can_required', 'PACE setup: 6A88')
  }
  requireSuccess(response, 'PACE setup')
}

async function getNonce(channel: Channel, info: PaceInfo, password: AccessPassword): Promise<Uint8Array> {
  const { decrypt, blockLength } = cipherSuites[info.cipher]
  const objects = await exchange(channel, new Uint8Array(0), 'PACE nonce')
  const encrypted = requireTlv(objects, tags.nonce).value
  if (encrypted.length === 0 || encrypted.length > maxNonceLength || encrypted.length % blockLength !== 0) {
    throw new EmrtdFailure('chip_response_malformed', 'PACE nonce length')
  }
  const secret = passwordSecret(password)
  const key = deriveKey(secret, 'password', info.cipher)
  const nonce = decrypt(key, encrypted)
  wipe(secret, key)
  return nonce
}

interface MappedGenerator<E> {
  readonly generator: E
  /** The chip's public key of generic mapping, as sent; empty in integrated mapping. */
  readonly peer: Uint8Array
}

/** §4.4.3.3. Chip authentication mapping maps as generic mapping does. */
async function mapGenerator<E>(
  channel: Channel,
  info: PaceInfo,
  group: Group<E>,
  nonce: Uint8Array,
  random: RandomSource,
): Promise<MappedGenerator<E>> {
  if (info.mapping === 'IM') {
    const t = random(cipherSuites[info.cipher].keyLength)
    await exchange(channel, encodeTlv(tags.mapping, t), 'PACE mapping')
    return { generator: group.mapInteger(mapNonces(info.cipher, nonce, t, group.prime)), peer: new Uint8Array(0) }
  }
  const pair = generateKeyPair(group, group.generator, random)
  const objects = await exchange(channel, encodeTlv(tags.mapping, group.encode(pair.publicKey)), 'PACE mapping')
  const peer = requireTlv(objects, tags.mapped).value
  const shared = group.multiply(group.decode(peer), pair.privateKey)
  return { generator: group.add(group.multiply(group.generator, toBigInt(nonce)), shared), peer }
}

interface AgreedKeys {
  readonly keys: SessionKeys
  readonly own: Uint8Array
  readonly peer: Uint8Array
}

async function agreeKeys<E>(
  channel: Channel,
  info: PaceInfo,
  group: Group<E>,
  generator: E,
  random: RandomSource,
): Promise<AgreedKeys> {
  const pair = generateKeyPair(group, generator, random)
  const own = group.encode(pair.publicKey)
  const objects = await exchange(channel, encodeTlv(tags.ephemeral, own), 'PACE key agreement')
  const peer = requireTlv(objects, tags.agreed).value
  // A reflected key would make the card's token our own (§4.4.1).
  if (equalBytes(own, peer)) throw new EmrtdFailure('chip_response_malformed', 'PACE: reflected key')
  const secret = group.agree(pair.privateKey, group.decode(peer))
  const { cipher } = info
  const keys = { cipher, ksEnc: deriveKey(secret, 'enc', cipher), ksMac: deriveKey(secret, 'mac', cipher) }
  wipe(secret)
  return { keys, own, peer }
}

/** Public key data object (§9.4): protocol identifier and public key without domain parameters. */
function tokenInput(info: PaceInfo, group: Group<unknown>, publicKey: Uint8Array): Uint8Array {
  return encodeTlv(0x7f49, encodeTlv(0x06, fromHex(info.oid)), encodeTlv(group.publicKeyTag, publicKey))
}

/** A step before the last, with command chaining (§4.4.4.3). */
async function exchange(channel: Channel, data: Uint8Array, step: string) {
  return readObjects(requireSuccess(await channel.send(generalAuthenticate(0x10, data)), step))
}

function generalAuthenticate(cla: number, data: Uint8Array) {
  return { cla, ins: 0x86, p1: 0, p2: 0, data: encodeTlv(tags.dynamic, data), le: 256 }
}

function readObjects(data: Uint8Array) {
  return parseTlvs(parseTlv(data, tags.dynamic).value)
}

/** Only a wrong password fails in the last step with 63xx, 6982 or 6988; a blocked one with 6983. */
function requirePassword(response: ResponseApdu, password: AccessPassword): Uint8Array {
  const refusals: number[] = [statusWords.securityStatus, 0x6983, statusWords.secureMessagingObjectsIncorrect]
  if (response.sw >> 8 === 0x63 || refusals.includes(response.sw)) {
    throw new EmrtdFailure(wrongPassword[password.kind], `PACE: ${describeStatus(response.sw)}`)
  }
  return requireSuccess(response, 'PACE authentication')
}

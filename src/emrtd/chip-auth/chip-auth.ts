import { requireSuccess } from '../iso7816/apdu.ts'
import { readAgreementKey, type AgreementKey } from './agreement-key.ts'
import type { Channel } from '../iso7816/channel.ts'
import { cipherArcs, type CipherName } from '../crypto/cipher-suite.ts'
import { concat, fromBigInt, fromHex, wipe } from '../crypto/bytes.ts'
import type { RandomSource } from '../crypto/random.ts'
import { generateKeyPair } from '../crypto/group.ts'
import { deriveKey } from '../crypto/kdf.ts'
import { SecureMessaging } from '../secure-messaging/secure-messaging.ts'
import type { ChipAuthenticationInfo, ChipAuthenticationKey, SecurityInfos } from '../lds/security-infos.ts'
import { encodeTlv } from '../tlv/tlv.ts'

/** A way of Chip Authentication the card offers and we can follow. */
export interface ChipAuthenticationChoice {
  readonly info: ChipAuthenticationInfo
  readonly key: AgreementKey
}

const prefix = '04007f0007020203'
const agreementArcs = { DH: '01', ECDH: '02' } as const
const ciphersByStrength = Object.values(cipherArcs)

/** Each ChipAuthenticationInfo with the key of its keyId, strongest first; unreadable keys are left out. */
export function rankChipAuthentication(infos: SecurityInfos): ChipAuthenticationChoice[] {
  const choices = infos.chipAuthenticationKeys.flatMap((publicKey) => {
    const key = readKeyOrNull(publicKey)
    return key === null ? [] : infosFor(publicKey, infos).map((info) => ({ info, key }))
  })
  return choices.sort((a, b) => strengthOf(b) - strengthOf(a))
}

/** Name as shown and logged, e.g. `CA-ECDH-AES-256 P-256`. */
export function describeChipAuthentication({ info, key }: ChipAuthenticationChoice): string {
  return `CA-${info.agreement}-${info.cipher} ${key.group.name}`
}

/**
 * Chip Authentication (Doc 9303-11 §6.2): agrees new session keys with the chip's static key and goes on under them.
 * It proves nothing by itself; the next protected answer does. Fails with `chip_protocol_error` when the card refuses.
 */
export async function runChipAuthentication(
  channel: Channel,
  choice: ChipAuthenticationChoice,
  random: RandomSource,
): Promise<void> {
  const { info, key } = choice
  const { group } = key
  const pair = generateKeyPair(group, group.generator, random)
  await sendPublicKey(channel, info, group.encode(pair.publicKey))
  const secret = group.encodeSecret(group.multiply(group.decode(key.publicKey), pair.privateKey))
  const { cipher } = info
  const keys = { cipher, ksEnc: deriveKey(secret, 'enc', cipher), ksMac: deriveKey(secret, 'mac', cipher) }
  wipe(secret)
  channel.secure(new SecureMessaging(keys))
}

/** MSE:Set KAT with 3DES; MSE:Set AT and GENERAL AUTHENTICATE with AES (§6.2.4). */
async function sendPublicKey(channel: Channel, info: ChipAuthenticationInfo, publicKey: Uint8Array): Promise<void> {
  const reference = info.keyId === null ? new Uint8Array(0) : encodeTlv(0x84, encodeKeyId(info.keyId))
  const manage = (p2: number, data: Uint8Array) => channel.send({ cla: 0, ins: 0x22, p1: 0x41, p2, data })
  if (info.cipher === '3DES') {
    requireSuccess(await manage(0xa6, concat(encodeTlv(0x91, publicKey), reference)), 'CA key')
    return
  }
  requireSuccess(await manage(0xa4, concat(encodeTlv(0x80, fromHex(info.oid)), reference)), 'CA setup')
  const data = encodeTlv(0x7c, encodeTlv(0x80, publicKey))
  requireSuccess(await channel.send({ cla: 0, ins: 0x86, p1: 0, p2: 0, data, le: 256 }), 'CA key agreement')
}

/** French passports give a key without ChipAuthenticationInfo: 3DES is meant then (§9.2.5 names no default). */
function infosFor(publicKey: ChipAuthenticationKey, { chipAuthentication }: SecurityInfos): ChipAuthenticationInfo[] {
  const { agreement, keyId } = publicKey
  const sameKind = chipAuthentication.filter((info) => info.agreement === agreement)
  const named = sameKind.filter((info) => info.keyId === keyId || info.keyId === null || keyId === null)
  if (chipAuthentication.length > 0) return named
  return [{ oid: prefix + agreementArcs[agreement] + '01', agreement, cipher: '3DES' as CipherName, keyId }]
}

function readKeyOrNull({ agreement, spki }: ChipAuthenticationKey): AgreementKey | null {
  try {
    const key = readAgreementKey(spki)
    return key?.group.kind === agreement ? key : null
  } catch {
    // A malformed key is as good as none; another may be readable.
    return null
  }
}

function strengthOf({ info, key }: ChipAuthenticationChoice): number {
  return ciphersByStrength.indexOf(info.cipher) * 1000 + key.group.strengthBits
}

function encodeKeyId(keyId: bigint): Uint8Array {
  return fromBigInt(keyId, Math.max(1, Math.ceil(keyId.toString(16).length / 2)))
}

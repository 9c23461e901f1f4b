import { requireSuccess, statusWords } from '../iso7816/apdu.ts'
import type { Channel } from '../iso7816/channel.ts'
import { concat, fromBigInt, fromHex } from '../crypto/bytes.ts'
import type { RandomSource } from '../crypto/random.ts'
import { SecureMessaging } from '../secure-messaging/secure-messaging.ts'
import type { ChipAuthenticationInfo } from '../lds/security-infos.ts'
import { encodeTlv } from '../tlv/tlv.ts'
import { agreeWithChip } from './agree-with-chip.ts'
import type { ChipAuthenticationChoice } from './rank-chip-auth.ts'

/**
 * Chip Authentication (Doc 9303-11 §6.2): agrees new session keys with the chip's static key and goes on under them.
 * It proves nothing by itself; the next protected answer does. Fails with `chip_protocol_error` when the card refuses.
 */
export async function runChipAuthentication(
  channel: Channel,
  choice: ChipAuthenticationChoice,
  random: RandomSource,
): Promise<void> {
  const { publicKey, keys } = agreeWithChip(choice, random)
  await sendPublicKey(channel, choice.info, publicKey)
  channel.secure(new SecureMessaging(keys))
}

/** MSE:Set KAT with 3DES; MSE:Set AT and GENERAL AUTHENTICATE with AES, or where Set KAT is refused (§6.2.4). */
export async function sendPublicKey(
  channel: Channel,
  info: Pick<ChipAuthenticationInfo, 'cipher' | 'oid' | 'keyId'>,
  publicKey: Uint8Array,
): Promise<void> {
  const reference = info.keyId === null ? new Uint8Array(0) : encodeTlv(0x84, encodeKeyId(info.keyId))
  const manage = (p2: number, data: Uint8Array) => channel.send({ cla: 0, ins: 0x22, p1: 0x41, p2, data })
  if (info.cipher === '3DES') {
    const { sw } = await manage(0xa6, concat(encodeTlv(0x91, publicKey), reference))
    if (sw === statusWords.ok) return
    // Newer chips know MSE:Set AT alone, for 3DES as well (BSI TR-03110-3 §B.2).
  }
  requireSuccess(await manage(0xa4, concat(encodeTlv(0x80, fromHex(info.oid)), reference)), 'CA setup')
  const data = encodeTlv(0x7c, encodeTlv(0x80, publicKey))
  requireSuccess(await channel.send({ cla: 0, ins: 0x86, p1: 0, p2: 0, data, le: 256 }), 'CA key agreement')
}

function encodeKeyId(keyId: bigint): Uint8Array {
  return fromBigInt(keyId, Math.max(1, Math.ceil(keyId.toString(16).length / 2)))
}

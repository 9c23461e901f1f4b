import type { ChipCheck } from '../check.ts'
import { verifyActiveAuthentication } from './active-auth.ts'
import { describeStatus, maxExtendedLe, maxShortLe, statusWords } from '../iso7816/apdu.ts'
import type { Channel } from '../iso7816/channel.ts'
import type { RandomSource } from '../crypto/random.ts'

const challengeLength = 8
/** A key this long or longer signs with more than one short protected answer holds (Doc 9303-11 §6.1.4). */
const longKeyFile = 256

/**
 * Active Authentication (Doc 9303-11 §6.1): INTERNAL AUTHENTICATE with a fresh challenge. A card that refuses has failed
 * the check; long RSA keys are asked for in extended length, where the card has it. Fails only as the link does.
 */
export async function askActiveAuthentication(
  channel: Channel,
  {
    dg15,
    dg14,
    random,
  }: { readonly dg15: Uint8Array; readonly dg14: Uint8Array | null; readonly random: RandomSource },
): Promise<ChipCheck> {
  const challenge = random(challengeLength)
  const lengths = dg15.length >= longKeyFile && channel.extendedLength ? [maxExtendedLe, maxShortLe] : [maxShortLe]
  let status = 0
  for (const le of lengths) {
    const { data, sw } = await channel.send({ cla: 0, ins: 0x88, p1: 0, p2: 0, data: challenge, le })
    if (sw === statusWords.ok) return verifyActiveAuthentication({ dg15, dg14, challenge, response: data })
    status = sw
  }
  const needsLength =
    dg15.length >= longKeyFile &&
    !channel.extendedLength &&
    (status === statusWords.wrongLength || status >> 8 === 0x6c)
  return {
    name: 'active_authentication',
    verdict: needsLength ? 'not possible' : 'failed',
    reason: needsLength ? 'extended_length_missing' : 'chip_refused',
    detail: describeStatus(status),
  }
}

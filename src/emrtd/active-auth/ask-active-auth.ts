import type { ActiveAuthenticationExchange } from '../evidence/chip-evidence.ts'
import { describeStatus, maxExtendedLe, maxShortLe, statusWords } from '../iso7816/apdu.ts'
import type { Channel } from '../iso7816/channel.ts'

/** Length of the challenge in bytes. */
export const challengeLength = 8
/** A key this long or longer signs with more than one short protected answer holds (Doc 9303-11 §6.1.4). */
const longKeyFile = 256

/**
 * Active Authentication (Doc 9303-11 §6.1): INTERNAL AUTHENTICATE with eight bytes of challenge. Long RSA keys are asked
 * for in extended length, where the card has it. Gives challenge and answer, to be judged by `verifyExchange` now or by
 * anybody later. Fails only as the link does.
 */
export async function askActiveAuthentication(
  channel: Channel,
  { dg15, challenge }: { readonly dg15: Uint8Array; readonly challenge: Uint8Array },
): Promise<ActiveAuthenticationExchange> {
  const isLong = dg15.length >= longKeyFile
  const lengths = isLong && channel.extendedLength ? [maxExtendedLe, maxShortLe] : [maxShortLe]
  let status = 0
  for (const le of lengths) {
    const { data, sw } = await channel.send({ cla: 0, ins: 0x88, p1: 0, p2: 0, data: challenge, le })
    if (sw === statusWords.ok) return { challenge, response: data, status: null, needsExtendedLength: false }
    status = sw
  }
  const isTooLong = status === statusWords.wrongLength || status >> 8 === 0x6c
  const needsExtendedLength = isLong && !channel.extendedLength && isTooLong
  return { challenge, response: null, status: describeStatus(status), needsExtendedLength }
}

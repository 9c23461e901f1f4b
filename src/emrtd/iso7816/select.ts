import { EmrtdFailure } from '../failure.ts'
import { describeStatus, statusWords } from './apdu.ts'
import type { Channel } from './channel.ts'
import { fromHex } from '../crypto/bytes.ts'

/** eMRTD application of Doc 9303-10 §3.4.2. */
const applicationId = fromHex('A0000002471001')
const masterFile = fromHex('3F00')

/**
 * Selects the master file, where access control starts: without naming it first, unless cards of this kind do not answer
 * that. Some cards refuse both forms and yet are in it: go on.
 */
export async function selectMasterFile(channel: Channel, byIdentifier: boolean): Promise<void> {
  if (!byIdentifier) {
    const implicit = await channel.send({ cla: 0, ins: 0xa4, p1: 0, p2: 0x0c })
    if (implicit.sw === statusWords.ok) return
  }
  await channel.send({ cla: 0, ins: 0xa4, p1: 0, p2: 0x0c, data: masterFile })
}

/** Whether a whole command is the SELECT of the master file that does not name it. */
export function isImplicitSelect(command: Uint8Array): boolean {
  return command.length === 4 && command[0] === 0 && command[1] === 0xa4 && command[2] === 0
}

/** Selects the eMRTD application, without Le. Fails with `chip_not_emrtd` when the card has none. */
export async function selectApplication(channel: Channel): Promise<void> {
  const { sw } = await channel.send({ cla: 0, ins: 0xa4, p1: 4, p2: 0x0c, data: applicationId })
  if (sw === statusWords.ok) return
  if (sw === statusWords.fileNotFound || sw === 0x6d00 || sw === 0x6e00)
    throw new EmrtdFailure('chip_not_emrtd', describeStatus(sw))
  throw new EmrtdFailure('chip_protocol_error', `select application: ${describeStatus(sw)}`)
}

/** Selects an elementary file by its identifier; gives the status word. */
export async function selectFile(channel: Channel, identifier: number): Promise<number> {
  const data = Uint8Array.of(identifier >> 8, identifier & 0xff)
  return (await channel.send({ cla: 0, ins: 0xa4, p1: 2, p2: 0x0c, data })).sw
}

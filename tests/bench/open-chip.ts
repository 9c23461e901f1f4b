import { FileReader } from '../../src/emrtd/iso7816/read-file.ts'
import { Channel } from '../../src/emrtd/iso7816/channel.ts'
import { openAccess } from '../../src/emrtd/open-access.ts'
import { replayTransceiver, type Exchange } from '../../src/emrtd/replay/replay-transceiver.ts'
import { seededRandom } from '../../src/virtual-card/seeded-random.ts'
import { optionsFor, type SpecimenName } from '../../src/virtual-card/testing/specimen-cards.ts'

/** PACE on brainpoolP256r1, Chip Authentication and Passive Authentication. */
export const measured: SpecimenName = 'idCard'

/** Opens the measured document's chip by the recorded exchanges, with the random numbers that they were recorded with. */
export async function openChip(exchanges: readonly Exchange[]): Promise<Channel> {
  const channel = new Channel(replayTransceiver(exchanges))
  const { password } = optionsFor(measured)
  await openAccess(channel, new FileReader(channel), { password, mrzForBac: null, random: seededRandom('bench') })
  return channel
}

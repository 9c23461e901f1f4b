import { concat } from '../../src/emrtd/crypto/bytes.ts'
import { readChip } from '../../src/emrtd/read-chip.ts'
import type { VirtualCard } from '../../src/virtual-card/card.ts'
import { seededRandom } from '../../src/virtual-card/seeded-random.ts'
import { cardOf, optionsFor, type SpecimenName } from '../../src/virtual-card/testing/specimen-cards.ts'
import type { Transceiver } from '../../src/emrtd/transceiver.ts'

/** Exchanges of a read that are worth spoiling: access and the first files, before each becomes like the other. */
const maxExchange = 24

/** How a response is spoilt, by the second byte of the input; the rest of the input is material. */
const spoilers: readonly ((response: Uint8Array, material: Uint8Array) => Uint8Array)[] = [
  (_response, material) => material,
  (response, material) => response.map((byte, i) => byte ^ (material[i] ?? 0)),
  (response, material) => response.subarray(0, response.length - Math.min(response.length, material.length)),
  (response, material) => concat(response.subarray(0, -2), material, response.subarray(-2)),
  (_response, material) => concat(material, Uint8Array.of(0x90, 0x00)),
]

/** A whole read from a virtual card one of whose responses is spoilt as the input says. */
export function readHostileCard(name: SpecimenName): (bytes: Uint8Array) => Promise<unknown> {
  let random = seededRandom('fuzz')
  // made on first use: other targets' workers need none
  let made: VirtualCard | null = null
  return async ([exchange = 0, spoiler = 0, ...material]) => {
    const card = (made ??= cardOf(name, { random: (length) => random(length) }))
    random = seededRandom('fuzz')
    card.reset()
    let count = 0
    const spoil = spoilers[spoiler % spoilers.length] ?? ((response: Uint8Array) => response)
    const transceiver: Transceiver = {
      extendedLength: true,
      atr: card.atr,
      transmit: async (command) => {
        const response = await card.transmit(command)
        return count++ === exchange % maxExchange ? spoil(response, Uint8Array.from(material)) : response
      },
    }
    return readChip(transceiver, { ...optionsFor(name), random: (length) => random(length) })
  }
}

import { randomBytes } from 'node:crypto'
import { createCard, type VirtualCard } from './card.ts'
import type { CardDocument } from './document.ts'
import { groupFileId, makeChipKeys, personalise } from './personalise.ts'
import { seededRandom } from './seeded-random.ts'

/**
 * A made-up chip as it crosses a wire: its files, and what its keys are made of. A copy and a genuine chip, a true and an altered one
 * have the same form and size; only who reads the chip learns which it is. A chip whose memory is blank answers nothing.
 */
export interface ChipImage {
  files: { place: 'master' | 'application'; id: number; bytes: string }[]
  keySeed: string
}

/** What is wrong with a chip, of what shows in its image. */
export type ChipDamage = 'copied' | 'altered' | 'blank'

const newSeed = () => randomBytes(32).toString('base64')

/** Makes the chip of a document. `altered`: the portrait's file was changed after it was signed. */
export function makeChipImage(document: CardDocument, damage: ChipDamage | null): ChipImage {
  const keySeed = newSeed()
  const random = seededRandom(newSeed())
  const contents = personalise(document, random, makeChipKeys(document, seededRandom(keySeed)))
  if (damage === 'altered') contents.applicationFiles.get(groupFileId(2))![2_000]! ^= 1
  const files = (['master', 'application'] as const).flatMap((place) =>
    [...contents[`${place}Files`]].map(([id, bytes]) => ({
      place,
      id,
      bytes: Buffer.from(damage === 'blank' ? new Uint8Array(bytes.length) : bytes).toString('base64'),
    })),
  )
  return { files, keySeed: damage === 'copied' ? newSeed() : keySeed }
}

/** The card that has this chip; `document` tells its access keys and which protocols it speaks. */
export function createCardOf(document: CardDocument, { files, keySeed }: ChipImage): VirtualCard {
  const isBlank = files.every(({ bytes }) => Buffer.from(bytes, 'base64').every((byte) => byte === 0))
  const filesIn = (wanted: string) =>
    new Map(
      files
        .filter(({ place }) => place === wanted)
        .map(({ id, bytes }) => [id, Uint8Array.from(Buffer.from(bytes, 'base64'))]),
    )
  const contents = {
    masterFiles: filesIn('master'),
    applicationFiles: filesIn('application'),
    ...makeChipKeys(document, seededRandom(keySeed)),
  }
  return createCard(document, { contents, faults: isBlank ? ['mute'] : [] })
}

import { readFileSync } from 'node:fs'
import type { RandomSource } from '../../../emrtd/read.ts'
import { createCard, type VirtualCard } from '../../../virtual-card/card.ts'
import { encodeDg2 } from '../../../virtual-card/data-groups.ts'
import type { Portrait } from '../../../virtual-card/document.ts'
import type { Fault } from '../../../virtual-card/faults.ts'
import type { DatedSpecimen, Specimen } from './specimen.ts'
import { dateSpecimen, specimenDocument } from '../../../virtual-card/printed-document.ts'
import { specimens } from './specimens.ts'

/** Where the portraits lie in the source tree; an installed product says where it has them. */
export const portraitFolder = new URL('../../../../assets/specimens/', import.meta.url)

/** Every specimen portrait has the size of an identity photograph at 300 dpi. */
const portraitSize = { widthPx: 413, heightPx: 531 }

/** The specimen's picture as its chip carries it. */
export function loadPortrait(
  specimen: Pick<Specimen, 'portrait' | 'portraitFormat'>,
  folder: URL = portraitFolder,
): Portrait {
  const format = specimen.portraitFormat ?? 'jpg'
  const image = Uint8Array.from(readFileSync(new URL(`${specimen.portrait}.${format}`, folder)))
  return { image, codec: format === 'jpg' ? 'jpeg' : 'jpeg2000', encoding: 'ISO 19794-5', ...portraitSize }
}

/** A picture of assets/specimens as a data URL. */
export const pictureUrl = (name: string, folder: URL = portraitFolder): string =>
  `data:image/jpeg;base64,${readFileSync(new URL(`${name}.jpg`, folder)).toString('base64')}`

/** The specimen's own, for `drawSpecimenSvg`. */
export const portraitDataUrl = (specimen: Specimen, folder: URL = portraitFolder): string =>
  pictureUrl(specimen.portrait, folder)

/** The specimen of that key as it is on a day, or null. */
export function findSpecimen(key: string, today: Date): DatedSpecimen | null {
  const specimen = specimens.find((candidate) => candidate.key === key)
  return specimen ? dateSpecimen(specimen, today) : null
}

export interface SpecimenCardOptions {
  today: Date
  folder?: URL
  random?: RandomSource
  /** On top of the specimen's own. */
  faults?: readonly Fault[]
}

function forgeGroups(specimen: Specimen, folder?: URL): Map<number, Uint8Array> {
  if (specimen.forgedPortrait === undefined) return new Map()
  const { portraitFormat: _, ...usual } = specimen
  return new Map([[2, encodeDg2(loadPortrait({ ...usual, portrait: specimen.forgedPortrait }, folder))]])
}

/** The specimen's virtual card, or null where the document has no chip. */
export function createSpecimenCard(specimen: Specimen, options: SpecimenCardOptions): VirtualCard | null {
  const { today, folder, random, faults = [] } = options
  const document = specimenDocument(dateSpecimen(specimen, today), loadPortrait(specimen, folder), today)
  if (document === null) return null
  const forgedGroups = forgeGroups(specimen, folder)
  return createCard(document, { faults: [...specimen.faults, ...faults], forgedGroups, ...(random ? { random } : {}) })
}

import type { Visitor } from '../../contract/practice.ts'
import { createCardOf } from '../../virtual-card/chip-image.ts'
import type { VirtualCard } from '../../virtual-card/card.ts'
import { dateSpecimen, formOf, specimenDocument, type Dated } from '../../virtual-card/printed-document.ts'
import { createSpecimenCard, findSpecimen, loadPortrait } from './specimens/specimen-card.ts'

/** A document of training as the kiosk can show it and lay it on the simulated reader. */
export interface ShownDocument {
  printed: Dated
  /** Picture of assets/specimens. */
  portrait: string
  /** Null where the document has no chip. */
  card(): VirtualCard | null
}

/** A specimen of the shelf; null for another key. */
export function shownSpecimen(key: string, today: Date, folder: URL): ShownDocument | null {
  const printed = findSpecimen(key, today)
  return printed && { printed, portrait: printed.portrait, card: () => createSpecimenCard(printed, { today, folder }) }
}

/** What a visitor brought: printed here, its chip as central made it. */
export function shownVisitor({ document }: Visitor, today: Date, folder: URL): ShownDocument {
  const { chip, portrait, ...printed } = document
  const dated = dateSpecimen(formOf(printed), today)
  return {
    ...{ printed: dated, portrait },
    card: () => createCardOf(specimenDocument(dated, loadPortrait({ portrait }, folder), today)!, chip),
  }
}

import { readFileSync } from 'node:fs'
import type { Declared } from '../../../contract/identity.ts'
import type { PracticeFault, VisitorDocument } from '../../../contract/practice.ts'
import { addDays, addMonths, addYears } from '../../../enrolment/dates.ts'
import { makeChipImage } from '../../../virtual-card/chip-image.ts'
import type { Portrait } from '../../../virtual-card/document.ts'
import { dateSpecimen, formOf, specimenAddress, specimenDocument } from '../../../virtual-card/printed-document.ts'
import { drawPerson, otherPlace } from './made-up-people.ts'
import { pickOf, practiceFaults, type Pick, type VisitorKind } from './practice-faults.ts'

const portraitFolder = new URL('../../../../assets/specimens/', import.meta.url)
/** Every portrait there has the size of an identity photograph at 300 dpi. */
const portraitSize = { widthPx: 413, heightPx: 531 }

export type Plan = { fault: PracticeFault; kind: VisitorKind }
type Printed = Omit<VisitorDocument, 'chip'>

const digits = (pick: Pick, count: number) => Array.from({ length: count }, () => pick(10)).join('')
const letter = (pick: Pick) => pickOf(pick, [...'ABCDEFGHJKMNPRSTVWXYZ'])

/** In the form of each document's number, with the mark of specimens. */
const numbers: Record<VisitorKind, (pick: Pick) => string> = {
  passport: (pick) => `${digits(pick, 2)}SP${digits(pick, 5)}`,
  cnie: (pick) => `SPEC${digits(pick, 2)}${letter(pick)}${digits(pick, 2)}`,
  residence_permit: (pick) => `SPTS${digits(pick, 5)}`,
}

type Days = { issued: string; expires: string }

/** As they are printed; a document of ten years unless the plan wants another. */
function drawDates({ fault }: Plan, today: string, pick: Pick): Days {
  if (fault === 'short_permit') {
    const issued = addDays(addMonths(today, -2 - pick(6)), -pick(28))
    return { issued, expires: addDays(addYears(issued, 1), -1) }
  }
  const issued =
    fault === 'expired'
      ? addDays(addYears(today, -10), -5 - pick(60))
      : addDays(addMonths(today, -6 - pick(96)), -pick(28))
  return { issued, expires: addDays(addYears(issued, 10), -1) }
}

/**
 * A made-up citizen with a document, and what they declared, which differs from it where the plan says so. `today`: YYYY-MM-DD. Nothing of
 * form, size or number tells which plan it was made by.
 */
export function makeVisitor(plan: Plan, today: string, pick: Pick): { document: VisitorDocument; declared: Declared } {
  const { kind, fault } = plan
  const { holder, portrait } = drawPerson(pick, kind)
  const printed: Printed = {
    ...{
      kind,
      documentType: kind,
      documentNumber: numbers[kind](pick),
      can: kind === 'passport' ? null : digits(pick, 6),
    },
    ...drawDates(plan, today, pick),
    ...{ holder, portrait },
  }
  const image = Uint8Array.from(readFileSync(new URL(`${portrait}.jpg`, portraitFolder)))
  const picture: Portrait = { image, codec: 'jpeg', encoding: 'ISO 19794-5', ...portraitSize }
  const at = new Date(`${today}T12:00:00Z`)
  const card = specimenDocument(dateSpecimen(formOf(printed), at), picture, at)!
  const document = { ...printed, chip: makeChipImage(card, practiceFaults[fault].chip) }
  return { document, declared: declare(printed, fault, pick) }
}

function declare({ holder, documentType, documentNumber }: Printed, fault: PracticeFault, pick: Pick): Declared {
  const { surname, givenNames, birthDate, birthPlace, sex, nationality, usageName } = holder
  const other: Partial<Record<PracticeFault, Partial<Declared>>> = {
    given_name: { givenNames: givenNames.slice(0, 1) },
    birth_date: { birthDate: addDays(birthDate, -10) },
    birth_place: { birthPlace: otherPlace(pick, birthPlace) },
  }
  return {
    ...{ birthName: surname, usageName, givenNames: [...givenNames], birthDate, birthPlace, sex, nationality },
    address: { ...specimenAddress, lines: [...specimenAddress.lines] },
    email: `citizen${digits(pick, 6)}@example.fr`,
    // 06 39 98 is the range that the French numbering plan keeps for fiction.
    phone: `+33 6 39 98 ${digits(pick, 2)} ${digits(pick, 2)}`,
    ...{ documentType, documentNumber, ...other[fault] },
  }
}

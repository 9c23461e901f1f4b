import type { DocumentType } from '../../contract/identity.ts'
import type { MrzCapture } from '../../contract/mrz.ts'
import { classifyDocument } from '../../enrolment/documents.ts'
import { parseMrzLines } from '../../mrz/parse-mrz-lines.ts'

/** What leaves the photograph: fields. Names are not among them: the zone has no accents, and may cut them. */
export interface ReadZone {
  documentType: DocumentType
  documentNumber: string
  expiresOn: string | null
  issuedOn: string | null
  birthDate: string | null
}

const known = (iso: string) => iso.replace(/-XX/g, '')

/** The fields of a read zone; null where it is none, or where its check digits contradict it. */
export function readZone({ lines }: Pick<MrzCapture, 'lines'>, now: Date): ReadZone | null {
  try {
    const reading = parseMrzLines(lines, { now })
    if (reading.checks.some(({ ok }) => !ok)) return null
    return {
      documentType: classifyDocument(reading),
      documentNumber: reading.documentNumber,
      expiresOn: reading.expiryDate,
      issuedOn: reading.issueYearMonth,
      birthDate: /^\d{4}/.test(reading.birthDate.iso) ? known(reading.birthDate.iso) : null,
    }
  } catch {
    return null
  }
}

import type { DocumentType, IsoDate, PartialDate } from '../../contract/identity.ts'
import { documentTypes } from '../../contract/documents.ts'

/** The days that a citizen says of their document; null where nothing was said. */
type DocumentDates = { issuedOn: PartialDate | null; expiresOn: IsoDate | null }

/** Whether they are those on which the validity of such a document rests: the month of issue of an old card, else the last day. */
export const tellsValidity = (type: DocumentType, { issuedOn, expiresOn }: DocumentDates): boolean =>
  (documentTypes[type].validity.kind === 'issue_month' ? issuedOn : expiresOn) !== null

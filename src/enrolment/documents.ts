import type { MrzRule } from '../contract/document-row.ts'
import { documentTypes } from '../contract/documents.ts'
import { DocumentType } from '../contract/identity.ts'
import type { MrzReading } from '../contract/mrz.ts'

function mrzFits(rule: MrzRule, reading: MrzReading): boolean {
  const { format, documentCode, issuer, nationality } = reading
  const holder = nationality === 'FRA' ? 'french' : 'foreign'
  const holderFits = rule.holder === null || rule.holder === holder
  return rule.format === format && rule.issuer === issuer && rule.codes.test(documentCode) && holderFits
}

/** Which document an MRZ belongs to; whatever no row names is `other`, and not accepted (R6). */
export function classifyDocument(reading: MrzReading): DocumentType {
  return DocumentType.options.find((type) => documentTypes[type].mrzs.some((rule) => mrzFits(rule, reading))) ?? 'other'
}

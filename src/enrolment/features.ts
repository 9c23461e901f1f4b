import type { Feature } from '../contract/document-row.ts'
import { documentTypes } from '../contract/documents.ts'
import { DocumentType } from '../contract/identity.ts'

/** One thing to look at, and the document on which. */
export type InspectionFeature = Feature & { type: DocumentType }

/** What the table of documents has to look at, document by document. */
export const inspectionFeatures: InspectionFeature[] = DocumentType.options.flatMap((type) =>
  documentTypes[type].features.map((feature) => ({ ...feature, type })),
)

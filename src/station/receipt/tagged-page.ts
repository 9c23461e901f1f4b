import {
  type PDFDict,
  PDFHexString,
  PDFName,
  PDFNumber,
  PDFOperator,
  PDFOperatorNames,
  PDFString,
  type PDFDocument,
  type PDFPage,
  type PDFRef,
} from 'pdf-lib'

/** Structure types used here (ISO 32000-1 §14.8.4). */
export type Tag = 'H1' | 'H2' | 'P' | 'Figure'

/** A page of which every mark belongs to a structure element or is an artifact, as PDF/UA-1 (ISO 14289-1 §7.1) asks. */
export interface TaggedPage {
  /** Draws inside a structure element of its own; `alt` says what a figure shows. */
  tag(tag: Tag, draw: () => void, alt?: string): void
  /** Writes structure tree, parent tree and metadata; nothing is drawn after it. */
  finish(about: { title: string; language: string }): void
}

/** Begins tagging what is drawn on a document's only page. */
export function tagPage(document: PDFDocument, page: PDFPage): TaggedPage {
  const { context } = document
  const root = context.nextRef()
  const whole = context.nextRef()
  const elements: PDFRef[] = []
  return {
    tag(tag, draw, alt) {
      const mcid = elements.length
      const properties = context.obj({ MCID: mcid }) as unknown as PDFDict
      page.pushOperators(
        PDFOperator.of(PDFOperatorNames.BeginMarkedContentSequence, [PDFName.of(tag), properties as never]),
      )
      draw()
      page.pushOperators(PDFOperator.of(PDFOperatorNames.EndMarkedContent))
      elements.push(
        context.register(
          context.obj({
            Type: 'StructElem',
            S: tag,
            P: whole,
            Pg: page.ref,
            K: mcid,
            ...(alt === undefined ? {} : { Alt: PDFHexString.fromText(alt) }),
          }),
        ),
      )
    },
    finish({ title, language }) {
      context.assign(whole, context.obj({ Type: 'StructElem', S: 'Document', P: root, K: elements }))
      const parents = context.register(context.obj({ Nums: [0, elements] }))
      context.assign(
        root,
        context.obj({ Type: 'StructTreeRoot', K: [whole], ParentTree: parents, ParentTreeNextKey: 1 }),
      )
      page.node.set(PDFName.of('StructParents'), PDFNumber.of(0))
      page.node.set(PDFName.of('Tabs'), PDFName.of('S'))
      const { catalog } = document
      catalog.set(PDFName.of('StructTreeRoot'), root)
      catalog.set(PDFName.of('MarkInfo'), context.obj({ Marked: true }))
      catalog.set(PDFName.of('Lang'), PDFString.of(language))
      catalog.set(PDFName.of('ViewerPreferences'), context.obj({ DisplayDocTitle: true }))
      catalog.set(
        PDFName.of('Metadata'),
        context.register(context.stream(xmpOf(title, language), { Type: 'Metadata', Subtype: 'XML' })),
      )
    },
  }
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }

/** XMP with the PDF/UA identifier (ISO 14289-1 §5). */
function xmpOf(title: string, language: string): string {
  const text = title.replace(/[&<>]/g, (sign) => escapes[sign]!)
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${text}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>${language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

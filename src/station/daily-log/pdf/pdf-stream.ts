import { deflateSync } from 'node:zlib'
import { fontObjectCount } from './pdf-font.ts'
import type { PdfFont } from './pdf-font.ts'

type PdfObject = string | { dictionary: string; stream: Uint8Array }

export interface PdfStream {
  /** Bytes of the file's beginning. */
  start(): Uint8Array
  /** Bytes of one page; `content` are its drawing operators. */
  page(content: string): Uint8Array
  /** Bytes of everything that is known only at the end: fonts, page tree, cross-reference table. */
  finish(info: { title: string; language: string; createdAt: Date }): Uint8Array
}

const catalogId = 1
const pagesId = 2
const infoId = 3
const firstFontId = 4

/**
 * Writes a PDF 1.7 (ISO 32000-1) page by page: only offsets and page numbers stay in memory, so that a year's log needs no
 * more than a day's. Fonts are named /F0, /F1, … in the order given.
 */
export function createPdfStream(fonts: PdfFont[], size: { width: number; height: number }): PdfStream {
  const offsets = new Map<number, number>()
  const pageIds: number[] = []
  let position = 0
  let nextId = firstFontId + fonts.length * fontObjectCount

  const emit = (bytes: Buffer): Buffer => {
    position += bytes.length
    return bytes
  }
  const emitObject = (id: number, object: PdfObject): Buffer => {
    offsets.set(id, position)
    if (typeof object === 'string') return emit(Buffer.from(`${id} 0 obj\n${object}\nendobj\n`, 'latin1'))
    const head = `${id} 0 obj\n<< ${object.dictionary} /Length ${object.stream.length} >>\nstream\n`
    return emit(Buffer.concat([Buffer.from(head, 'latin1'), object.stream, Buffer.from('\nendstream\nendobj\n')]))
  }
  const resources = fonts.map((_, index) => `/F${index} ${firstFontId + index * fontObjectCount} 0 R`).join(' ')
  return {
    start: () => emit(Buffer.from('%PDF-1.7\n%\xE2\xE3\xCF\xD3\n', 'latin1')),
    page: (content) => {
      const [pageId, contentId] = [nextId, nextId + 1]
      nextId += 2
      pageIds.push(pageId)
      const page =
        `<< /Type /Page /Parent ${pagesId} 0 R /MediaBox [0 0 ${size.width} ${size.height}] ` +
        `/Resources << /Font << ${resources} >> >> /Contents ${contentId} 0 R >>`
      const stream = { dictionary: '/Filter /FlateDecode', stream: deflateSync(Buffer.from(content, 'latin1')) }
      return Buffer.concat([emitObject(pageId, page), emitObject(contentId, stream)])
    },
    finish: ({ title, language, createdAt }) => {
      const kids = pageIds.map((id) => `${id} 0 R`).join(' ')
      const parts = [
        emitObject(
          catalogId,
          `<< /Type /Catalog /Pages ${pagesId} 0 R /Lang (${language}) /ViewerPreferences << /DisplayDocTitle true >> >>`,
        ),
        emitObject(pagesId, `<< /Type /Pages /Count ${pageIds.length} /Kids [${kids}] >>`),
        emitObject(infoId, `<< /Title ${textString(title)} /CreationDate (${pdfDate(createdAt)}) >>`),
        ...fonts.flatMap((font, index) => {
          const firstId = firstFontId + index * fontObjectCount
          return font.objects(firstId).map((object, step) => emitObject(firstId + step, object))
        }),
      ]
      return Buffer.concat([...parts, Buffer.from(crossReferences(offsets, position, nextId), 'latin1')])
    },
  }
}

/** ISO 32000-1 §7.5.4: entries of exactly 20 bytes. */
function crossReferences(offsets: Map<number, number>, at: number, size: number): string {
  const entries = Array.from({ length: size - 1 }, (_, index) => {
    return `${String(offsets.get(index + 1)).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${entries.join('')}`
  return `${table}trailer\n<< /Size ${size} /Root ${catalogId} 0 R /Info ${infoId} 0 R >>\nstartxref\n${at}\n%%EOF\n`
}

/** UTF-16 with byte order mark (ISO 32000-1 §7.9.2.2). */
function textString(text: string): string {
  const units = [...Array(text.length).keys()].map((index) => text.charCodeAt(index).toString(16).padStart(4, '0'))
  return `<feff${units.join('')}>`
}

const pdfDate = (at: Date) => `D:${at.toISOString().replace(/\D/g, '').slice(0, 14)}Z`

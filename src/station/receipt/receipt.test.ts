import { inflateSync } from 'node:zlib'
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  PDFNumber,
  PDFRawStream,
  PDFString,
  decodePDFRawStream,
} from 'pdf-lib'
import { describe, expect, test } from 'vitest'
import { OutcomeReason } from '../../contract/decision.ts'
import { ReceiptCheckName, type Receipt } from '../../contract/receipt.ts'
import type { Session } from '../../contract/session.ts'
import { writeReceipt } from '../../texts/write-receipt.ts'
import { createReceiptPdf } from './receipt-pdf.ts'
import { receiptOfRow, receiptOfSession } from './receipt-of.ts'

const fonts = new URL('../../../assets/fonts', import.meta.url).pathname
const contact = 'Identité numérique, 09 69 00 00 00'
const place = { branchName: 'Bureau de Papeete', contact, timeZone: 'Pacific/Tahiti', training: false }
const sealed = {
  packetId: '01890000-0000-7000-8000-000000000003',
  outcome: 'refused',
  reasons: ['document_expired', 'declared_differs'],
  sealedAt: '2026-11-21T09:15:20Z',
  state: 'queued',
  centralDecision: null,
} as const
const session = (change: object = {}) =>
  ({
    sealed,
    application: { reference: '7KQ-4M2-X9DQ', declared: { birthName: 'Lefevre', documentNumber: '1275' } },
    consent: { givenAt: sealed.sealedAt, textVersion: '2026-01', language: 'fr' },
    document: { type: 'passport' },
    chip: { phase: 'unavailable', unavailableReason: 'reader_defective' },
    steps: [
      { step: 'document', state: 'failed' },
      { step: 'chip', state: 'failed' },
      { step: 'comparison', state: 'passed' },
      { step: 'inspection', state: 'skipped' },
      { step: 'person', state: 'skipped' },
    ],
    provisional: true,
    ...change,
  }) as unknown as Session

describe('the receipt of a session', () => {
  const receipt = receiptOfSession(session(), place)

  test('says what was not made, and why; a chip that was not read was not checked', () => {
    expect(receipt.checks).toEqual([
      { name: 'consent', state: 'passed', why: null },
      { name: 'document', state: 'failed', why: null },
      { name: 'chip', state: 'not_made', why: 'reader_defective' },
      { name: 'comparison', state: 'passed', why: null },
      { name: 'inspection', state: 'not_made', why: 'ended_before' },
      { name: 'person', state: 'not_made', why: 'ended_before' },
    ])
  })

  test.each(['fr', 'en'] as const)(
    'tells each reason and what to do, in the time of the place, without name or number (%s)',
    (language) => {
      const sheet = writeReceipt(receipt, language)
      const text = JSON.stringify(sheet)
      expect(sheet.sections.map(({ key }) => key)).toEqual(['why', 'next', 'contact', 'notMe', 'data'])
      expect(sheet.sections[0]!.lines).toHaveLength(2)
      expect(sheet.sections[1]!.lines).toHaveLength(2)
      expect(sheet.facts.find(({ key }) => key === 'date')!.value).toMatch(/20.*23:15/)
      expect(sheet.sections.find(({ key }) => key === 'contact')!.lines[0]).toBe(contact)
      expect(text).not.toContain('Lefevre')
      expect(text).not.toContain('1275')
    },
  )

  test('gives an approval its next step, and says when it is provisional', () => {
    const approved = receiptOfSession(session({ sealed: { ...sealed, outcome: 'approved', reasons: [] } }), place)
    expect(writeReceipt(approved, 'en').sections.map(({ key }) => key)).toEqual([
      'next',
      'provisional',
      'contact',
      'notMe',
      'data',
    ])
  })

  test('printed again holds what the log holds, and no checks', () => {
    const again = receiptOfRow({ ...sealed, reference: '7KQ-4M2-X9DQ', documentType: 'passport' } as never, place)
    expect(again).toMatchObject({ reference: '7KQ-4M2-X9DQ', outcome: 'refused', checks: null, documentType: null })
    expect(writeReceipt(again, 'fr').checks).toBeNull()
  })
})

/** The text a reader of the tagged PDF meets, in the structure's order: ISO 32000-1 §14.7. */
async function readStructure(bytes: Uint8Array) {
  const document = await PDFDocument.load(bytes)
  const { catalog, context } = document
  const root = catalog.lookup(PDFName.of('StructTreeRoot'), PDFDict)
  const whole = root.lookup(PDFName.of('K'), PDFArray).lookup(0, PDFDict)
  const elements = whole.lookup(PDFName.of('K'), PDFArray)
  const tags = elements.asArray().map((_, index) => {
    const element = elements.lookup(index, PDFDict)
    return {
      tag: element.lookup(PDFName.of('S'), PDFName).decodeText(),
      mcid: element.lookup(PDFName.of('K'), PDFNumber).asNumber(),
      alt: element.get(PDFName.of('Alt')) !== undefined,
    }
  })
  const contents = document.getPage(0).node.Contents()
  const streams = contents instanceof PDFArray ? contents.asArray().map((ref) => context.lookup(ref)) : [contents]
  const content = streams
    .map((stream) =>
      stream instanceof PDFRawStream ? Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1') : '',
    )
    .join('\n')
  return { document, tags, content }
}

describe('the PDF', () => {
  const sheet = writeReceipt(receiptOfSession(session(), place), 'fr')

  test('is tagged: every mark belongs to an element, in reading order, with title, language and the PDF/UA mark', async () => {
    const { document, tags, content } = await readStructure(await createReceiptPdf(sheet, fonts))
    const { catalog } = document
    expect(tags.map(({ mcid }) => mcid)).toEqual(tags.map((_, index) => index))
    expect(tags.filter(({ tag }) => tag === 'H1')).toHaveLength(1)
    expect(tags.filter(({ tag }) => tag === 'H2')).toHaveLength(1 + sheet.sections.length)
    expect(tags.filter(({ tag }) => tag === 'Figure').every(({ alt }) => alt)).toBe(true)
    expect(content.match(/ BDC/g)).toHaveLength(tags.length)
    expect(content.match(/\bEMC\b/g)).toHaveLength(tags.length)
    const outside = content.split(/\bEMC\b/).map((part) => part.split(/\/\w+ <<[^>]*>> BDC/)[0]!)
    expect(outside.join('')).not.toMatch(/Tj|TJ|\bre\b|\bf\b/)
    expect(catalog.lookup(PDFName.of('Lang'), PDFString).asString()).toBe('fr')
    expect(catalog.lookup(PDFName.of('MarkInfo'), PDFDict).get(PDFName.of('Marked'))!.toString()).toBe('true')
    expect(document.getTitle()).toBe(sheet.title)
    const metadata = catalog.lookup(PDFName.of('Metadata')) as PDFRawStream
    const raw = Buffer.from(metadata.getContents())
    const xmp = raw[0] === 0x78 ? inflateSync(raw).toString() : raw.toString()
    expect(xmp).toContain('<pdfuaid:part>1</pdfuaid:part>')
  })

  test.each(['fr', 'en'] as const)(
    'fits its page with more reasons than a visit has, in training, with the longest contact (%s)',
    async (language) => {
      const full: Receipt = {
        ...receiptOfSession(session(), { ...place, training: true, contact: 'W 0'.repeat(53) }),
        reasons: OutcomeReason.options.slice(0, 8),
        checks: ReceiptCheckName.options.map((name) => ({ name, state: 'not_made', why: 'ended_before' })),
      }
      const { content } = await readStructure(await createReceiptPdf(writeReceipt(full, language), fonts))
      const heights = Array.from(content.matchAll(/1 0 0 1 [\d.]+ (-?[\d.]+) Tm/g), ([, y]) => Number(y))
      expect(Math.min(...heights)).toBeGreaterThan(30)
    },
  )
})

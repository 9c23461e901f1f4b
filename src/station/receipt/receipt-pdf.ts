import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fontkit from '@pdf-lib/fontkit'
import { PDFDocument, rgb, type PDFFont, type PDFPage } from 'pdf-lib'
import encodeQR from 'qr'
import type { ReceiptSheet } from '../../texts/write-receipt.ts'
import { tagPage, type Tag, type TaggedPage } from './tagged-page.ts'

const page = { width: 595, height: 842, margin: 52 }
const ink = rgb(0.1, 0.12, 0.16)
const quiet = rgb(0.36, 0.4, 0.46)
const qrSize = 96
const textSize = 10.5

/** A cursor that writes downwards on one page of A4 (lengths in points). */
interface Pen {
  page: PDFPage
  tagged: TaggedPage
  y: number
  /** Of every letter. */
  scale: number
  regular: PDFFont
  bold: PDFFont
}

/** Letters become smaller rather than that a line is lost below the page: the first of these at which all of it fits. */
const smallerScales = [0.9, 0.8, 0.7]

/** The receipt's sheet as one tagged page of A4, fonts embedded. `fontsFolder` holds the two weights of its typeface. */
export async function createReceiptPdf(sheet: ReceiptSheet, fontsFolder: string): Promise<Uint8Array> {
  let drawn = await drawSheet(sheet, fontsFolder, 1)
  for (const scale of smallerScales) {
    if (drawn.pen.y >= page.margin) break
    drawn = await drawSheet(sheet, fontsFolder, scale)
  }
  return drawn.document.save()
}

async function drawSheet(sheet: ReceiptSheet, fontsFolder: string, scale: number) {
  const document = await PDFDocument.create()
  document.registerFontkit(fontkit)
  document.setTitle(sheet.title, { showInWindowTitleBar: true })
  const pen = await startPage(document, fontsFolder, scale)
  drawQr(pen, sheet)
  writeText(pen, sheet.title, { tag: 'H1', size: 20, bold: true, width: page.width - 2 * page.margin - qrSize - 16 })
  if (sheet.training) writeText(pen, sheet.training, { tag: 'P', size: 12, bold: true })
  pen.y = Math.min(pen.y, page.height - page.margin - qrSize - 12)
  for (const { label, value } of sheet.facts) writeFact(pen, label, value, 170)
  if (sheet.checks) {
    writeHeading(pen, sheet.checks.title)
    for (const { label, value } of sheet.checks.rows) writeFact(pen, label, value, 250)
  }
  for (const { title, lines } of sheet.sections) {
    writeHeading(pen, title)
    for (const line of lines) writeText(pen, line, { tag: 'P', size: textSize })
  }
  pen.tagged.finish(sheet)
  return { document, pen }
}

async function startPage(document: PDFDocument, fontsFolder: string, scale: number): Promise<Pen> {
  const embed = async (weight: number) => {
    const file = join(fontsFolder, `atkinson-hyperlegible-next-latin-${weight}-normal.woff`)
    return document.embedFont(await readFile(file), { subset: true })
  }
  const [regular, bold] = [await embed(400), await embed(700)]
  const sheet = document.addPage([page.width, page.height])
  return { page: sheet, tagged: tagPage(document, sheet), y: page.height - page.margin, scale, regular, bold }
}

/** The reference, to be scanned where it is asked for again. */
function drawQr({ page: sheet, tagged }: Pen, { facts }: ReceiptSheet): void {
  const reference = facts.find(({ key }) => key === 'reference')!
  const modules = encodeQR(reference.value, 'raw', { border: 2 })
  const size = qrSize / modules.length
  const [left, top] = [page.width - page.margin - qrSize, page.height - page.margin]
  const draw = () =>
    modules.forEach((row, y) =>
      row.forEach((dark, x) => {
        if (dark)
          sheet.drawRectangle({ x: left + x * size, y: top - (y + 1) * size, width: size, height: size, color: ink })
      }),
    )
  tagged.tag('Figure', draw, `${reference.label} ${reference.value}`)
}

function writeHeading(pen: Pen, title: string): void {
  pen.y -= 10
  writeText(pen, title, { tag: 'H2', size: 13, bold: true })
}

interface Style {
  tag: Tag
  size: number
  bold?: boolean
  width?: number
}

function writeText(
  pen: Pen,
  text: string,
  { tag, size: wanted, bold = false, width = page.width - 2 * page.margin }: Style,
): void {
  const size = wanted * pen.scale
  const font = bold ? pen.bold : pen.regular
  pen.tagged.tag(tag, () => {
    for (const line of wrap(spaced(text), font, size, width)) {
      pen.y -= size * 1.3
      pen.page.drawText(line, { x: page.margin, y: pen.y, size, font, color: ink })
    }
  })
  pen.y -= 3
}

/** A label and its value read as one paragraph. */
function writeFact(pen: Pen, label: string, value: string, indent: number): void {
  const size = textSize * pen.scale
  pen.tagged.tag('P', () => {
    const top = pen.y - size * 1.3
    pen.page.drawText(spaced(label), { x: page.margin, y: top, size, font: pen.regular, color: quiet })
    for (const line of wrap(spaced(value), pen.bold, size, page.width - 2 * page.margin - indent)) {
      pen.y -= size * 1.3
      pen.page.drawText(line, { x: page.margin + indent, y: pen.y, size, font: pen.bold, color: ink })
    }
  })
  pen.y -= 2
}

/** The typeface has no narrow no-break space. */
const spaced = (text: string) => text.replaceAll('\u202F', '\u00A0')

/** Breaks at spaces so that each line fits; `width` in points. An empty text is one empty line. */
function wrap(text: string, font: PDFFont, size: number, width: number): string[] {
  const lines = ['']
  for (const word of text.split(' ')) {
    const longer = lines.at(-1) === '' ? word : `${lines.at(-1)} ${word}`
    if (font.widthOfTextAtSize(longer, size) <= width) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines
}

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fontkit from '@pdf-lib/fontkit'
import { PDFDocument, rgb, type PDFFont, type PDFPage } from 'pdf-lib'
import { locales, type Language } from '../../contract/identity.ts'
import type { Session } from '../../contract/session.ts'
import { checksDone, receiptTexts, type ReceiptTexts } from './receipt-texts.ts'

export interface ReceiptInput {
  /** A sealed session. */
  session: Session
  /** Last four characters of the document's number. */
  last4: string | null
  language: Language
  branchName: string
  training: boolean
  /** Holds the two weights of the receipt's typeface. */
  fontsFolder: string
}

const page = { width: 595, height: 842, margin: 56 }
const ink = rgb(0.1, 0.12, 0.16)
const quiet = rgb(0.36, 0.4, 0.46)

/** A cursor that writes downwards on one page of A4 (lengths in points). */
interface Pen {
  page: PDFPage
  y: number
  regular: PDFFont
  bold: PDFFont
}

/** The citizen's receipt: date, place, what was checked, reference, "it was not me". One page of A4, fonts embedded. */
export async function createReceiptPdf({
  session,
  last4,
  language,
  branchName,
  training,
  fontsFolder,
}: ReceiptInput): Promise<Uint8Array> {
  const texts = receiptTexts[language]
  const document = await PDFDocument.create()
  document.registerFontkit(fontkit)
  document.setTitle(texts.title)
  document.setLanguage(language)
  const pen = await startPage(document, fontsFolder)
  writeLine(pen, texts.title, { size: 22, bold: true, after: 6 })
  if (training) writeLine(pen, texts.training, { size: 12, bold: true, after: 6 })
  pen.y -= 10
  for (const [label, value] of facts({ session, last4, branchName, language }, texts)) writeFact(pen, label, value)
  writeSection(pen, texts.checksTitle)
  for (const [check, done] of Object.entries(checksDone(session)) as [keyof ReceiptTexts['checks'], boolean][]) {
    writeFact(pen, texts.checks[check], done ? texts.done : texts.notDone, 330)
  }
  if (session.provisional) writeText(pen, texts.provisional)
  const reference = session.application?.reference ?? ''
  writeSection(pen, texts.nextTitle, texts.next(session.sealed?.outcome === 'approved'))
  writeSection(pen, texts.notMeTitle, texts.notMe(reference))
  writeSection(pen, texts.dataTitle, texts.data)
  return document.save()
}

async function startPage(document: PDFDocument, fontsFolder: string): Promise<Pen> {
  const embed = async (weight: number) => {
    const file = join(fontsFolder, `atkinson-hyperlegible-next-latin-${weight}-normal.woff`)
    return document.embedFont(await readFile(file), { subset: true })
  }
  const [regular, bold] = [await embed(400), await embed(700)]
  return { page: document.addPage([page.width, page.height]), y: page.height - page.margin - 22, regular, bold }
}

function facts(
  { session, last4, branchName, language }: Pick<ReceiptInput, 'session' | 'last4' | 'branchName' | 'language'>,
  texts: ReceiptTexts,
): [string, string][] {
  const { labels } = texts
  const { sealed, application, document } = session
  const at = new Date(sealed?.sealedAt ?? session.openedAt)
  const date = new Intl.DateTimeFormat(locales[language], {
    dateStyle: 'long',
    timeStyle: 'short',
  }).format(at)
  const shown =
    document.type === null ? null : `${texts.documents[document.type]}${last4 ? `, ${texts.endingIn(last4)}` : ''}`
  return [
    [labels.reference, application?.reference ?? ''],
    [labels.date, date],
    [labels.place, branchName],
    ...(shown === null ? [] : ([[labels.document, shown]] as [string, string][])),
    [labels.outcome, sealed === null ? '' : texts.outcomes[sealed.outcome]],
    [labels.operator, session.operatorId],
    [labels.packet, sealed?.packetId ?? ''],
  ]
}

function writeSection(pen: Pen, title: string, text?: string): void {
  pen.y -= 16
  writeLine(pen, title, { size: 14, bold: true, after: 6 })
  if (text !== undefined) writeText(pen, text)
}

function writeLine(
  pen: Pen,
  text: string,
  { size, bold, after }: { size: number; bold: boolean; after: number },
): void {
  pen.page.drawText(text, { x: page.margin, y: pen.y, size, font: bold ? pen.bold : pen.regular, color: ink })
  pen.y -= size + after
}

function writeFact(pen: Pen, label: string, value: string, indent = 170): void {
  pen.page.drawText(label, { x: page.margin, y: pen.y, size: 11, font: pen.regular, color: quiet })
  for (const line of wrap(value, pen.bold, 11, page.width - 2 * page.margin - indent)) {
    pen.page.drawText(line, { x: page.margin + indent, y: pen.y, size: 11, font: pen.bold, color: ink })
    pen.y -= 16
  }
}

function writeText(pen: Pen, text: string): void {
  for (const line of wrap(text, pen.regular, 11, page.width - 2 * page.margin)) {
    writeLine(pen, line, { size: 11, bold: false, after: 5 })
  }
}

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

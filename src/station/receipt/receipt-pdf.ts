import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fontkit from '@pdf-lib/fontkit'
import { PDFDocument, rgb, type PDFFont, type PDFPage } from 'pdf-lib'
import { locales, type Language } from '../../contract/identity.ts'
import type { Session } from '../../contract/session.ts'
import { textsIn, type Say } from '../../texts/texts-in.ts'
import { checksDone, type ReceiptCheck } from './checks-done.ts'

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
  const say = textsIn(language)
  const document = await PDFDocument.create()
  document.registerFontkit(fontkit)
  document.setTitle(say('receipt:paperTitle'))
  document.setLanguage(language)
  const pen = await startPage(document, fontsFolder)
  writeLine(pen, say('receipt:paperTitle'), { size: 22, bold: true, after: 6 })
  if (training) writeLine(pen, say('receipt:sheet.training'), { size: 12, bold: true, after: 6 })
  pen.y -= 10
  for (const [label, value] of facts({ session, last4, branchName, language }, say)) writeFact(pen, label, value)
  writeSection(pen, say('receipt:sheet.checksTitle'))
  for (const [check, done] of Object.entries(checksDone(session)) as [ReceiptCheck, boolean][]) {
    writeFact(
      pen,
      say(`receipt:sheet.checks.${check}`),
      say(done ? 'receipt:sheet.done' : 'receipt:sheet.notDone'),
      330,
    )
  }
  if (session.provisional) writeText(pen, say('receipt:sheet.provisional'))
  const reference = session.application?.reference ?? ''
  writeSection(
    pen,
    say('receipt:sheet.nextTitle'),
    say(session.sealed?.outcome === 'approved' ? 'receipt:sheet.next.approved' : 'receipt:sheet.next.other'),
  )
  writeSection(pen, say('receipt:sheet.notMeTitle'), say('receipt:sheet.notMe', { reference }))
  writeSection(pen, say('receipt:sheet.dataTitle'), say('receipt:sheet.data'))
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
  say: Say,
): [string, string][] {
  const { sealed, application, document } = session
  const at = new Date(sealed?.sealedAt ?? session.openedAt)
  const date = new Intl.DateTimeFormat(locales[language], {
    dateStyle: 'long',
    timeStyle: 'short',
  }).format(at)
  const shown =
    document.type === null
      ? null
      : `${say(`words:documentType.${document.type}`)}${last4 ? `, ${say('receipt:sheet.endingIn', { last4 })}` : ''}`
  return [
    [say('receipt:sheet.labels.reference'), application?.reference ?? ''],
    [say('receipt:sheet.labels.date'), date],
    [say('receipt:sheet.labels.place'), branchName],
    ...(shown === null ? [] : ([[say('receipt:sheet.labels.document'), shown]] as [string, string][])),
    [say('receipt:sheet.labels.outcome'), sealed === null ? '' : say(`words:outcome.${sealed.outcome}`)],
    [say('receipt:sheet.labels.operator'), session.operatorId],
    [say('receipt:sheet.labels.packet'), sealed?.packetId ?? ''],
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

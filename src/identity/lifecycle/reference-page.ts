import { PDFDocument, StandardFonts, rgb } from 'pdf-lib'
import encodeQR from 'qr'
import { locales, type Language } from '../../contract/identity.ts'
import { textsIn } from '../../texts/texts-in.ts'
import { sayDayOf } from '../../texts/say-time.ts'

export type ReferenceFacts = { reference: string; until: Date; language: Language }

const page = { width: 595, height: 842, margin: 72 }
const qr = { side: 260, quiet: 4 }
const black = rgb(0, 0, 0)

/** The reference on one sheet of A4, large, with its QR code: what the counter scans. Nothing else of the citizen's is on it. */
export async function referencePdf({ reference, until, language }: ReferenceFacts): Promise<Uint8Array> {
  const say = textsIn(language)
  const pdf = await PDFDocument.create()
  pdf.setTitle(say('identity-mail:pdf.title'))
  pdf.setLanguage(locales[language])
  const [bold, plain] = [await pdf.embedFont(StandardFonts.HelveticaBold), await pdf.embedFont(StandardFonts.Helvetica)]
  const sheet = pdf.addPage([page.width, page.height])
  const write = (text: string, y: number, size: number, font = plain) =>
    sheet.drawText(plainSpaces(text), { x: page.margin, y, size, font, maxWidth: page.width - 2 * page.margin })
  write(say('identity-mail:pdf.title'), 740, 26, bold)
  write(reference, 690, 36, bold)
  write(say('identity-mail:pdf.lead'), 650, 15)
  write(say('identity-mail:pdf.until', { until: sayDayOf(until, language) }), 600, 15)
  const modules = encodeQR(reference, 'raw', { border: qr.quiet })
  const side = qr.side / modules.length
  modules.forEach((row, y) =>
    row.forEach((isDark, x) => {
      if (!isDark) return
      const place = { x: page.margin + x * side, y: 560 - (y + 1) * side }
      // A hair larger: viewers leave white lines between neighbours.
      sheet.drawRectangle({ ...place, width: side + 0.1, height: side + 0.1, color: black })
    }),
  )
  return pdf.save()
}

/** The QR code alone, as the page shows it. */
export function referenceSvg(reference: string): string {
  return encodeQR(reference, 'svg', { border: qr.quiet })
}

/** The standard fonts have no narrow space. */
function plainSpaces(text: string): string {
  return text.replace(/[\u202f\u2009]/g, '\u00a0')
}

import type { DailyLogRow } from '../../contract/daily-log.ts'
import { locales } from '../../contract/identity.ts'
import { sayDay, sayMoment } from '../../texts/say-time.ts'
import { sayKnown, type Say } from '../../texts/texts-in.ts'
import type { ExportInput } from './export-input.ts'
import { openPdfFont } from './pdf/pdf-font.ts'
import type { PdfFont } from './pdf/pdf-font.ts'
import { createPdfStream } from './pdf/pdf-stream.ts'
import { cellsOf, totalLines } from './row-cells.ts'
import { logColumns, type LogColumn } from './log-columns.ts'

/** A4, landscape; lengths in points. */
const paper = { width: 842, height: 595, margin: 34 }
const textSize = 7.5
const lineHeight = 13
const tableTop = paper.height - paper.margin - 12
const bottom = paper.margin + 20
const widths: Record<LogColumn, number> = {
  day: 50,
  time: 30,
  reference: 68,
  operator: 68,
  channel: 46,
  document: 92,
  outcome: 62,
  reasons: 134,
  duration: 34,
  override: 42,
  provisional: 42,
  state: 48,
  central: 58,
}

interface Sheet {
  regular: PdfFont
  bold: PdfFont
  operators: string[]
}

const files = (folder: string) =>
  [400, 700].map((weight) => `${folder}/atkinson-hyperlegible-next-latin-${weight}-normal.woff`) as [string, string]

/** Printable: totals first, then the rows, headings on every page; written page by page. */
export async function* toPdf(input: ExportInput): AsyncGenerator<Uint8Array> {
  const [regularFile, boldFile] = files(input.fontsFolder)
  const [regular, bold] = [openPdfFont(regularFile), openPdfFont(boldFile)]
  const pdf = createPdfStream([regular, bold], paper)
  let sheet: Sheet = { regular, bold, operators: [] }
  let pages = 0
  const endPage = () => {
    pages += 1
    drawFooter(sheet, input, pages)
    const bytes = pdf.page(sheet.operators.join('\n'))
    sheet = { regular, bold, operators: [] }
    return bytes
  }
  yield pdf.start()
  let y = drawTitle(sheet, input)
  y = drawHeadings(sheet, input.say, y)
  for await (const rows of input.batches) {
    for (const row of rows) {
      if (y < bottom) {
        yield endPage()
        y = drawHeadings(sheet, input.say, tableTop)
      }
      drawRow(sheet, row, input, y)
      y -= lineHeight
    }
  }
  yield endPage()
  const createdAt = new Date(input.origin.exported_at)
  yield pdf.finish({ title: input.say('daily-log:title'), language: locales[input.language], createdAt })
}

function draw(
  sheet: Sheet,
  text: string,
  x: number,
  y: number,
  size: number,
  weight: 'regular' | 'bold' = 'regular',
): void {
  const font = weight === 'bold' ? 1 : 0
  sheet.operators.push(
    `BT /F${font} ${size} Tf ${x.toFixed(1)} ${y.toFixed(1)} Td <${sheet[weight].encode(text)}> Tj ET`,
  )
}

/** What does not fit a column ends in an ellipsis. */
function fit(font: PdfFont, text: string, width: number, size: number): string {
  if (font.widthOf(text, size) <= width) return text
  const letters = [...text]
  while (letters.length > 0 && font.widthOf(`${letters.join('')}…`, size) > width) letters.pop()
  return `${letters.join('')}…`
}

function drawTitle(sheet: Sheet, { say, language, origin, range, totalsAhead, timeZone, nameOf }: ExportInput): number {
  const [from, to] = [range.from, range.to].map((one) => sayDay(one, language))
  const exported = sayMoment(origin.exported_at, language, timeZone)
  let y = paper.height - paper.margin - 18
  draw(sheet, say('daily-log:title'), paper.margin, y, 18, 'bold')
  y -= 20
  draw(
    sheet,
    [
      origin.branch_name,
      say(from === to ? 'daily-log:day' : 'daily-log:span', { from, to }),
      range.operatorId && nameOf(range.operatorId),
    ]
      .filter(Boolean)
      .join('  ·  '),
    paper.margin,
    y,
    11,
  )
  y -= 15
  draw(sheet, say('daily-log:exported', { at: exported, by: nameOf(origin.exported_by) }), paper.margin, y, 9)
  y -= 24
  for (const [index, [label, figure]] of totalLines(totalsAhead(), say).entries()) {
    const x = paper.margin + (index % 5) * 155
    draw(sheet, fit(sheet.regular, label, 140, 8.5), x, y, 8.5)
    draw(sheet, figure === '' ? '–' : Number(figure).toLocaleString(locales[language]), x, y - 14, 13, 'bold')
    if (index % 5 === 4) y -= 36
  }
  return y - 44
}

function drawHeadings(sheet: Sheet, say: Say, y: number): number {
  drawCells(sheet, (column) => sayKnown(say, `daily-log:short.${column}`, say(`daily-log:column.${column}`)), y, 'bold')
  const [left, right] = [paper.margin, paper.width - paper.margin]
  sheet.operators.push(`0.6 w ${left} ${y - 4} m ${right} ${y - 4} l S`)
  return y - lineHeight - 3
}

function drawRow(sheet: Sheet, row: DailyLogRow, { say, timeZone }: ExportInput, y: number): void {
  const cells = cellsOf(row, say, timeZone)
  drawCells(sheet, (column) => cells[column], y, 'regular')
}

function drawCells(sheet: Sheet, textOf: (column: LogColumn) => string, y: number, weight: 'regular' | 'bold'): void {
  let x = paper.margin
  for (const column of logColumns) {
    const text = textOf(column)
    if (text !== '') draw(sheet, fit(sheet[weight], text, widths[column] - 4, textSize), x, y, textSize, weight)
    x += widths[column]
  }
}

function drawFooter(sheet: Sheet, { say, origin, signer }: ExportInput, page: number): void {
  const training = origin.environment === 'training' ? `${say('daily-log:training')}  ·  ` : ''
  draw(sheet, `${training}${say('daily-log:key', { thumbprint: signer.kid })}`, paper.margin, paper.margin - 8, 7)
  const text = say('daily-log:page', { page })
  const x = paper.width - paper.margin - sheet.regular.widthOf(text, 8)
  draw(sheet, text, x, paper.margin - 8, 8)
}

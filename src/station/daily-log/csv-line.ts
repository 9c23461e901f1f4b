/** What a spreadsheet would run as a formula, or strip and then run (OWASP, CSV Injection); the wide forms are read as the narrow ones. */
const formulaStart = /^[=+\-@\t\r＝＋－＠]/

const quoted = (cell: string): string => {
  const text = formulaStart.test(cell) ? `'${cell}` : cell
  return text.includes('"') ? `"${text.replaceAll('"', '""')}"` : `"${text}"`
}

/** One record (RFC 4180): every field quoted, formulas made text, CRLF at the end. */
export const csvLine = (cells: readonly string[], delimiter: string): string =>
  `${cells.map(quoted).join(delimiter)}\r\n`

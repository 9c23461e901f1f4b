import { alpha2ByAlpha3 } from './iso-3166.ts'

/** Doc 9303-3 §5 part A: ISO's three letters, but for Germany, whose documents say `D`. */
const states = [...alpha2ByAlpha3.keys()].filter((code) => code !== 'DEU')

/** Doc 9303-3 §5 parts B to D: British statuses, Germany's single letter, organisations, stateless and refugee, specimen. */
const others =
  'D GBD GBN GBO GBP GBS RKS EUE UNO UNA UNK XAA XBA XIM XCC XCE XCO XEC XPO XES XMP XOM XDC XCT XXA XXB XXC XXX IAO NTZ UTO'

const codes: ReadonlySet<string> = new Set([...states, ...others.split(' ')])

/** Whether a code, fillers removed, is a state or organisation of Doc 9303-3 §5. */
export function isKnownState(code: string): boolean {
  return codes.has(code)
}

/** Every code padded to three characters with fillers, for repair. */
export const paddedStates: readonly string[] = [...codes].map((code) => code.padEnd(3, '<'))

/** Document codes by format: the first letter of Doc 9303-4 to -7, and the national ones in use. */
const documentCodes: Record<string, RegExp> = {
  TD1: /^(I[A-UW-Z<]|A[A-Z<]|C[A-QS-Z<])$/,
  TD2: /^(I[A-UW-Z<]|A[A-Z<]|C[A-QS-Z<]|P[A-Z<]|TS)$/,
  TD3: /^P[A-Z<]$/,
  MRVA: /^V[A-Z<]$/,
  MRVB: /^V[A-Z<]$/,
  FRA2x36: /^ID$/,
}

/** Whether a document of this format may carry this two-character code. `CR` (vehicle papers) and `D` (licences) may not. */
export function isKnownDocumentCode(format: string, code: string): boolean {
  return documentCodes[format]?.test(code) ?? false
}

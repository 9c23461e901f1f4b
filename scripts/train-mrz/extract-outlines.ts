/**
 * Writes the outlines of OCR-B's 37 machine readable characters, round and sharp stroke ends, from Debian's fonts-ocr-b
 * (Norbert Schwarz, free to use and distribute without limitation) to tests/eval-mrz/specimen/ocr-b-outlines.json.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const fontkit = createRequire(import.meta.url)('@pdf-lib/fontkit')
const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<'
const folder = '/usr/share/fonts/opentype/ocr-b/'

function outlinesOf(file: string): Record<string, string> {
  const font = fontkit.create(readFileSync(folder + file))
  return Object.fromEntries([...characters].map((c) => [c, font.glyphForCodePoint(c.codePointAt(0)).path.toSVG()]))
}

const target = new URL('../../tests/eval-mrz/specimen/ocr-b-outlines.json', import.meta.url)
const outlines = { advance: 723, round: outlinesOf('OCRB.otf'), sharp: outlinesOf('OCRBS.otf') }
writeFileSync(target, JSON.stringify(outlines) + '\n')

import fontkit from '@pdf-lib/fontkit'
import type { Font } from '@pdf-lib/fontkit'
import { readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import { woffToTrueType } from './sfnt.ts'

export interface PdfFont {
  /** Width of a text in points. */
  widthOf(text: string, size: number): number
  /** The text as a hexadecimal string of glyph numbers, remembered for the font's dictionaries. */
  encode(text: string): string
  /** The five objects of an embedded font (ISO 32000-1 §9.7), once all text is written. */
  objects(firstId: number): (string | { dictionary: string; stream: Uint8Array })[]
}

export const fontObjectCount = 5

/** A WOFF file as an embedded PDF font with a text layer that can be searched and copied. */
export function openPdfFont(file: string): PdfFont {
  const woff = readFileSync(file)
  const font = fontkit.create(woff)
  const scale = 1000 / font.unitsPerEm
  const used = new Map<number, { unicode: number; width: number }>()
  const glyphOf = (character: string) => {
    const unicode = nearest(font, character)
    const glyph = font.glyphForCodePoint(unicode)
    return { id: glyph.id, width: glyph.advanceWidth * scale, unicode }
  }
  return {
    widthOf: (text, size) => [...text].reduce((sum, character) => sum + glyphOf(character).width, 0) * (size / 1000),
    encode: (text) =>
      [...text]
        .map((character) => {
          const { id, width, unicode } = glyphOf(character)
          used.set(id, { unicode, width })
          return hex4(id)
        })
        .join(''),
    objects: (firstId) => dictionaries(font, woffToTrueType(woff), used, firstId),
  }
}

/** A letter the font has not is written without its accent; a narrow no-break space as a no-break space. */
function nearest(font: Font, character: string): number {
  const candidates = [character, character === '\u202F' ? '\u00A0' : character.normalize('NFD')[0]!, '?']
  return candidates.map((one) => one.codePointAt(0)!).find((point) => font.hasGlyphForCodePoint(point)) ?? 0x20
}

const hex4 = (value: number) => value.toString(16).padStart(4, '0')

function dictionaries(
  font: Font,
  file: Uint8Array,
  used: Map<number, { unicode: number; width: number }>,
  firstId: number,
): ReturnType<PdfFont['objects']> {
  const [cidFont, descriptor, fontFile, toUnicode] = [1, 2, 3, 4].map((step) => `${firstId + step} 0 R`)
  const scale = (value: number) => Math.round((value * 1000) / font.unitsPerEm)
  const { minX, minY, maxX, maxY } = font.bbox
  const name = `/${font.postscriptName}`
  const glyphs = [...used].sort(([a], [b]) => a - b)
  const widths = glyphs.map(([id, { width }]) => `${id} [${Math.round(width)}]`).join(' ')
  const map = glyphs.map(([id, { unicode }]) => `<${hex4(id)}> <${hex4(unicode)}>`)
  return [
    `<< /Type /Font /Subtype /Type0 /BaseFont ${name} /Encoding /Identity-H /DescendantFonts [${cidFont}] /ToUnicode ${toUnicode} >>`,
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont ${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) ` +
      `/Supplement 0 >> /FontDescriptor ${descriptor} /CIDToGIDMap /Identity /DW 500 /W [${widths}] >>`,
    `<< /Type /FontDescriptor /FontName ${name} /Flags 4 /FontBBox [${[minX, minY, maxX, maxY].map(scale).join(' ')}] ` +
      `/ItalicAngle 0 /Ascent ${scale(font.ascent)} /Descent ${scale(font.descent)} /CapHeight ${scale(font.capHeight)} ` +
      `/StemV 80 /FontFile2 ${fontFile} >>`,
    { dictionary: `/Filter /FlateDecode /Length1 ${file.length}`, stream: deflateSync(file) },
    { dictionary: '/Filter /FlateDecode', stream: deflateSync(toUnicodeMap(map)) },
  ]
}

/** ISO 32000-1 §9.10.3; at most 100 entries in a section. */
function toUnicodeMap(entries: string[]): string {
  const sections: string[] = []
  for (let from = 0; from < entries.length; from += 100) {
    const section = entries.slice(from, from + 100)
    sections.push(`${section.length} beginbfchar`, ...section, 'endbfchar')
  }
  return [
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap',
    '/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def',
    '/CMapName /Adobe-Identity-UCS def /CMapType 2 def',
    '1 begincodespacerange <0000> <ffff> endcodespacerange',
    ...sections,
    'endcmap CMapName currentdict /CMap defineresource pop end end',
  ].join('\n')
}

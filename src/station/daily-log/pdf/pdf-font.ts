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

interface Glyph {
  id: number
  /** The same, as it stands in a content stream. */
  hex: string
  /** Thousandths of the type size. */
  width: number
  unicode: number
}

export const fontObjectCount = 5

/** A WOFF file as an embedded PDF font with a text layer that can be searched and copied. */
export function openPdfFont(file: string): PdfFont {
  const woff = readFileSync(file)
  const font = fontkit.create(woff)
  const scale = 1000 / font.unitsPerEm
  const glyphs = new Map<string, Glyph>()
  const glyphOf = (character: string): Glyph => {
    const known = glyphs.get(character)
    if (known !== undefined) return known
    const unicode = nearest(font, character)
    const { id, advanceWidth } = font.glyphForCodePoint(unicode)
    const glyph = { id, hex: hex4(id), width: advanceWidth * scale, unicode }
    glyphs.set(character, glyph)
    return glyph
  }
  return {
    widthOf: (text, size) => {
      let width = 0
      for (const character of text) width += glyphOf(character).width
      return (width * size) / 1000
    },
    encode: (text) => {
      let encoded = ''
      for (const character of text) encoded += glyphOf(character).hex
      return encoded
    },
    objects: (firstId) => dictionaries(font, woffToTrueType(woff), [...glyphs.values()], firstId),
  }
}

/** A letter the font has not is written without its accent; a narrow no-break space as a no-break space. */
function nearest(font: Font, character: string): number {
  const candidates = [character, character === '\u202F' ? '\u00A0' : character.normalize('NFD')[0]!, '?']
  return candidates.map((one) => one.codePointAt(0)!).find((point) => font.hasGlyphForCodePoint(point)) ?? 0x20
}

const hex4 = (value: number) => value.toString(16).padStart(4, '0')

function dictionaries(font: Font, file: Uint8Array, known: Glyph[], firstId: number): ReturnType<PdfFont['objects']> {
  const [cidFont, descriptor, fontFile, toUnicode] = [1, 2, 3, 4].map((step) => `${firstId + step} 0 R`)
  const scale = (value: number) => Math.round((value * 1000) / font.unitsPerEm)
  const { minX, minY, maxX, maxY } = font.bbox
  const name = `/${font.postscriptName}`
  const glyphs = [...new Map(known.map((glyph) => [glyph.id, glyph])).values()].sort((a, b) => a.id - b.id)
  const widths = glyphs.map(({ id, width }) => `${id} [${Math.round(width)}]`).join(' ')
  const map = glyphs.map(({ hex, unicode }) => `<${hex}> <${hex4(unicode)}>`)
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

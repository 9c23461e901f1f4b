import type { Glyph, GlyphSet } from './glyphs.ts'
import { distanceAt } from './glyphs.ts'
import type { Random } from './random.ts'

/** How one printer draws OCR-B: stroke ends, weight, widths, small distortions of each letter, ragged ink. */
export type Pen = {
  /** Ink coverage in [0, 1] of `char` at font units (u, v) from its cell's lower left corner; `soft` is half a pixel. */
  coverage: (char: string, u: number, v: number, soft: number) => number
  advance: number
}

type Distortion = { sx: number; sy: number; slant: number; ax: number; ay: number; px: number; py: number }

const middle = { u: 361, v: 350 }

function distortion(random: Random, amount: number): Distortion {
  return {
    sx: 1 + 0.05 * amount * random.normal(),
    sy: 1 + 0.03 * amount * random.normal(),
    slant: 0.03 * amount * random.normal(),
    ax: 14 * amount * random.normal(),
    ay: 14 * amount * random.normal(),
    px: random.between(0, 6.28),
    py: random.between(0, 6.28),
  }
}

/** What a printer does to every letter: `snap` puts a coordinate on its dots, `density` is how much ink a place took. */
type Print = { snap: (at: number) => number; density: (u: number, v: number) => number }

/** Printers of 300 to 600 dots per inch (24 to 12 font units a dot), coarse ones, dotted laser engraving, pale ribbons. */
function createPrint(random: Random, variation: number): Print {
  const dot = random.chance(0.4 * variation) ? random.between(12, 48) : 0
  const pale = random.chance(0.35 * variation) ? random.between(0.1, 0.55) : 0
  const grain = random.chance(0.5) ? random.between(0.06, 0.2) : random.between(0.004, 0.03)
  const phase = random.between(0, 6.28)
  return {
    snap: (at) => (dot === 0 ? at : (Math.floor(at / dot) + 0.5) * dot),
    density: (u, v) =>
      pale === 0 ? 1 : 1 - pale * (0.5 + 0.5 * Math.sin(u * grain + phase) * Math.sin(v * grain * 1.3 + phase)),
  }
}

/** A pen of its own for each document. `variation` 0 draws the typeface as it is, 1 as unlike as real printers do. */
export function createPen(glyphs: GlyphSet, random: Random, variation: number): Pen {
  const sharpness = random.next()
  const weight = variation * (random.chance(0.15) ? random.between(40, 62) : random.between(-28, 40))
  const ragged = variation * (random.chance(0.4) ? random.between(0, 22) : 0)
  const raggedScale = random.between(0.03, 0.12)
  const slant = variation * 0.02 * random.normal()
  const widen = Math.max(0.8, 1 + 0.06 * variation * random.normal())
  const advance = glyphs.advance * (1 + variation * random.between(-0.07, 0.1))
  const print = createPrint(random, variation)
  const own = new Map<string, Distortion>()
  const shift = (advance - glyphs.advance) / 2
  const distortionOf = (char: string): Distortion => {
    let found = own.get(char)
    if (!found) own.set(char, (found = distortion(random, variation)))
    return found
  }
  const coverage = (char: string, atU: number, atV: number, soft: number): number => {
    const [u, v] = [print.snap(atU), print.snap(atV)]
    const round = glyphs.round.get(char)
    const sharp = glyphs.sharp.get(char)
    if (!round || !sharp) return 0
    const d = distortionOf(char)
    const x = u - shift - middle.u
    const y = v - middle.v
    const wx = x + d.ax * Math.sin(y / 160 + d.px)
    const wy = y + d.ay * Math.sin(x / 160 + d.py)
    const gu = wx / (d.sx * widen) + (slant + d.slant) * wy + middle.u
    const gv = wy / d.sy + middle.v
    const distance = blend(round, sharp, sharpness, gu, gv)
    const rough =
      ragged === 0
        ? 0
        : ragged * Math.sin(u * raggedScale + 7 * Math.sin(v * raggedScale)) * Math.sin(v * raggedScale * 1.7)
    const edge = (weight + rough - distance) / (2 * soft) + 0.5
    return edge <= 0 ? 0 : Math.min(1, edge) * print.density(u, v)
  }
  return { coverage, advance }
}

function blend(round: Glyph, sharp: Glyph, sharpness: number, u: number, v: number): number {
  const a = distanceAt(round, u, v)
  return a > 150 ? a : a * (1 - sharpness) + distanceAt(sharp, u, v) * sharpness
}

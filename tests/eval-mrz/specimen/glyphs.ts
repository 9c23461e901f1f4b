import { readFileSync } from 'node:fs'
import sharp from 'sharp'

/** Signed distance to the outline in font units (negative inside), on a grid of `step` units with its origin at (x0, y0). */
export type Glyph = { x0: number; y0: number; step: number; width: number; height: number; distance: Float32Array }
export type GlyphSet = { round: Map<string, Glyph>; sharp: Map<string, Glyph>; advance: number }

const step = 8
const x0 = -120
const y0 = -200
const width = 120
const height = 150
const far = 1e9

/** One-dimensional squared distance transform (Felzenszwalb and Huttenlocher, 2012). */
function transformRow(f: Float64Array, n: number): void {
  const v = new Int32Array(n)
  const z = new Float64Array(n + 1)
  let k = 0
  z[0] = -Infinity
  z[1] = Infinity
  const at = (i: number): number => f[i] ?? 0
  for (let q = 1; q < n; q++) {
    const meet = (p: number): number => (at(q) + q * q - at(p) - p * p) / (2 * q - 2 * p)
    while (k > 0 && meet(v[k] ?? 0) <= (z[k] ?? 0)) k--
    const s = meet(v[k] ?? 0)
    if (s <= (z[k] ?? 0)) v[k] = q
    else {
      k++
      v[k] = q
      z[k] = s
    }
    z[k + 1] = Infinity
  }
  const out = new Float64Array(n)
  for (let q = 0, j = 0; q < n; q++) {
    while ((z[j + 1] ?? Infinity) < q) j++
    const p = v[j] ?? 0
    out[q] = (q - p) * (q - p) + at(p)
  }
  f.set(out)
}

function distanceTo(inside: (i: number) => boolean): Float64Array {
  const grid = new Float64Array(width * height)
  for (let i = 0; i < grid.length; i++) grid[i] = inside(i) ? 0 : far
  const column = new Float64Array(height)
  for (let x = 0; x < width; x++) {
    for (let y = 0; y < height; y++) column[y] = grid[y * width + x] ?? 0
    transformRow(column, height)
    for (let y = 0; y < height; y++) grid[y * width + x] = column[y] ?? 0
  }
  for (let y = 0; y < height; y++) transformRow(grid.subarray(y * width, (y + 1) * width), width)
  return grid
}

async function rasterise(path: string): Promise<Glyph> {
  const view = `${x0} ${-(y0 + height * step)} ${width * step} ${height * step}`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${view}"><rect x="-999" y="-9999" width="9999" height="99999" fill="#fff"/><path transform="scale(1,-1)" d="${path}"/></svg>`
  const { data } = await sharp(Buffer.from(svg)).greyscale().raw().toBuffer({ resolveWithObject: true })
  const ink = (i: number): boolean => (data[i] ?? 255) < 128
  const outside = distanceTo(ink)
  const inner = distanceTo((i) => !ink(i))
  const distance = Float32Array.from(outside, (d, i) => (Math.sqrt(d) - Math.sqrt(inner[i] ?? 0)) * step)
  return { x0, y0, step, width, height, distance }
}

let cached: Promise<GlyphSet> | null = null

async function load(): Promise<GlyphSet> {
  const file = new URL('./ocr-b-outlines.json', import.meta.url)
  const outlines = JSON.parse(readFileSync(file, 'utf8')) as {
    advance: number
    round: Record<string, string>
    sharp: Record<string, string>
  }
  const setOf = async (paths: Record<string, string>): Promise<Map<string, Glyph>> =>
    new Map(await Promise.all(Object.entries(paths).map(async ([c, path]) => [c, await rasterise(path)] as const)))
  return { advance: outlines.advance, round: await setOf(outlines.round), sharp: await setOf(outlines.sharp) }
}

/** The 37 characters as distance fields: any stroke weight, slant and size can be drawn from them. */
export function loadGlyphs(): Promise<GlyphSet> {
  cached ??= load()
  return cached
}

/** Distance to the outline at font units (u, v), v upward from the baseline; bilinear, large outside the grid. */
export function distanceAt(glyph: Glyph, u: number, v: number): number {
  const gx = (u - glyph.x0) / glyph.step - 0.5
  const gy = glyph.height - (v - glyph.y0) / glyph.step - 0.5
  const ix = Math.floor(gx)
  const iy = Math.floor(gy)
  if (ix < 0 || iy < 0 || ix >= glyph.width - 1 || iy >= glyph.height - 1) return 200
  const fx = gx - ix
  const fy = gy - iy
  const i = iy * glyph.width + ix
  const d = glyph.distance
  const top = (d[i] as number) * (1 - fx) + (d[i + 1] as number) * fx
  const bottom = (d[i + glyph.width] as number) * (1 - fx) + (d[i + glyph.width + 1] as number) * fx
  return top * (1 - fy) + bottom * fy
}
